using System.Runtime.InteropServices;

namespace VideoSeg.TestKit;

/// <summary>A client of an X server that does to other clients' windows what window managers and keyboards do. Used by one thread at a time.</summary>
public sealed unsafe partial class XClient : IDisposable
{
    private const string Library = "libX11.so.6";
    private const int KeyPress = 2;
    private const int ClientMessage = 33;
    private const int EscapeKeycode = 9; // of the layout that every X server starts with
    private const int LongsOfAnEvent = 24;

    private readonly nint _display;

    /// <summary>Connects to a server.</summary>
    public XClient(string server)
    {
        _display = XOpenDisplay(server);
        if (_display == 0)
        {
            throw new InvalidOperationException($"cannot connect to {server}");
        }
    }

    /// <summary>Asks the topmost window of the first screen to close, as its close button would.</summary>
    public void AskToClose()
    {
        nint window = TopWindow();
        nint* message = stackalloc nint[LongsOfAnEvent];
        new Span<nint>(message, LongsOfAnEvent).Clear();
        // type, serial, send_event, display, window, message_type, format, data
        (*(int*)message, message[4], message[5], *(int*)(message + 6)) = (ClientMessage, window, Atom("WM_PROTOCOLS"), 32);
        message[7] = Atom("WM_DELETE_WINDOW");
        Send(window, message);
    }

    /// <summary>Presses the escape key over the topmost window of the first screen.</summary>
    public void PressEscape()
    {
        nint window = TopWindow();
        nint* key = stackalloc nint[LongsOfAnEvent];
        new Span<nint>(key, LongsOfAnEvent).Clear();
        // type, serial, send_event, display, window, root, subwindow, time, x y, x_root y_root, state keycode, same_screen
        (*(int*)key, key[4], key[5]) = (KeyPress, window, XDefaultRootWindow(_display));
        ((int*)(key + 10))[1] = EscapeKeycode;
        *(int*)(key + 11) = 1;
        Send(window, key);
    }

    /// <inheritdoc/>
    public void Dispose() => _ = XCloseDisplay(_display);

    private nint TopWindow()
    {
        _ = XQueryTree(_display, XDefaultRootWindow(_display), out _, out _, out nint* children, out uint count);
        nint top = 0;
        int* attributes = stackalloc int[64];
        for (uint i = 0; i < count; i++)
        {
            // XWindowAttributes: map_state stands after nineteen other members, x, y, width, height first.
            _ = XGetWindowAttributes(_display, children[i], attributes);
            bool isShown = attributes[23] == 2;
            top = isShown ? children[i] : top;
        }

        _ = XFree((nint)children);
        return top != 0 ? top : throw new InvalidOperationException("there is no window");
    }

    private nint Atom(string name) => XInternAtom(_display, name, onlyIfExists: 0);

    private void Send(nint window, nint* message)
    {
        _ = XSendEvent(_display, window, propagate: 0, mask: 0, message);
        _ = XSync(_display, discard: 0);
    }

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint XOpenDisplay(string name);

    [LibraryImport(Library)]
    private static partial int XCloseDisplay(nint display);

    [LibraryImport(Library)]
    private static partial nint XDefaultRootWindow(nint display);

    [LibraryImport(Library)]
    private static partial int XQueryTree(nint display, nint window, out nint root, out nint parent, out nint* children, out uint count);

    [LibraryImport(Library)]
    private static partial int XGetWindowAttributes(nint display, nint window, int* attributes);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint XInternAtom(nint display, string name, int onlyIfExists);

    [LibraryImport(Library)]
    private static partial int XSendEvent(nint display, nint window, int propagate, nint mask, nint* message);

    [LibraryImport(Library)]
    private static partial int XSync(nint display, int discard);

    [LibraryImport(Library)]
    private static partial int XFree(nint data);
}
