using System.Runtime.InteropServices;
using VideoSeg.Model;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Monitor;

/// <summary>
/// A window on a display that shows frames at once, not encoded, as large as they fit, on black. A process of its own owns it, so that neither a
/// display server that goes away nor a driver that fails ends this one. Used by one thread at a time.
/// <code>
/// using MonitorWindow window = MonitorWindow.Open(new MonitorWindowOptions { Display = "1" }, "stream", TimeProvider.System);
/// MonitorEvents happened = window.Show(frame);
/// </code>
/// </summary>
public sealed class MonitorWindow : IDisposable
{
    private const int Attempts = 4;

    private readonly MonitorConnection _connection;
    private readonly MonitorPicture _picture = new();
    private MonitorMemory? _memory;

    private MonitorWindow(MonitorConnection connection, in NativeReply opened)
    {
        (_connection, Width, Height) = (connection, opened.Width, opened.Height);
        (Renderer, IsAccelerated, WaitsForDisplay) = (connection.Text, opened.Accelerated != 0, opened.VerticalSync != 0);
    }

    /// <summary>Width of its inside in pixels, when it was last asked.</summary>
    public int Width { get; private set; }

    /// <summary>Height of its inside in pixels, when it was last asked.</summary>
    public int Height { get; private set; }

    /// <summary>What draws: <c>software</c>, or SDL's renderer and the graphics card.</summary>
    public string Renderer { get; }

    /// <summary>Whether OpenGL draws.</summary>
    public bool IsAccelerated { get; }

    /// <summary>Whether a picture waits for the display.</summary>
    public bool WaitsForDisplay { get; }

    /// <summary>Number of the process that owns the window.</summary>
    public int ProcessId => _connection.ProcessId;

    /// <summary>Opens a window, black. Takes a fraction of a second.</summary>
    /// <param name="options">Where and how.</param>
    /// <param name="title">Its title, on a desktop.</param>
    /// <param name="time">The clock that limits how long an answer may take.</param>
    /// <exception cref="VideoSegException">An option is wrong (<see cref="FaultKind.Usage"/>), or there is no such display, or it cannot be drawn on (<see cref="FaultKind.Engine"/>).</exception>
    public static MonitorWindow Open(MonitorWindowOptions options, string title, TimeProvider time)
    {
        OptionsValidation.Require(options);
        if (options.Renderer == MonitorRenderer.Software)
        {
            return Open(options, title, time, isAccelerated: false);
        }

        try
        {
            MonitorWindow window = Open(options, title, time, isAccelerated: true);
            if (options.Renderer == MonitorRenderer.OpenGL || !IsEmulated(window.Renderer))
            {
                return window;
            }

            window.Dispose();
        }
        catch (VideoSegException) when (options.Renderer == MonitorRenderer.Auto)
        {
            // Without OpenGL, or without a display; the second try tells.
        }

        return Open(options, title, time, isAccelerated: false);
    }

    /// <summary>Shows a frame. Returns when it was handed to the display server; drawn by the processor on X11 it is on the screen then.</summary>
    /// <param name="frame">Of any size and format; the caller keeps its reference.</param>
    /// <returns>What has happened to the window since it was last asked.</returns>
    /// <exception cref="VideoSegException">The window is gone (<see cref="FaultKind.Engine"/>), and is to be disposed.</exception>
    public MonitorEvents Show(VideoFrame frame)
    {
        using VideoFrame? converted = _picture.Convert(frame);
        ImagePlanes planes = (converted ?? frame).Planes;
        MonitorEvents happened = Share(planes.Width, planes.Height);
        NativePicture picture = _memory!.Write(planes);
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            PixelRegion place = PicturePlacement.Fit(planes.Width, planes.Height, frame.SampleAspectRatio, Width, Height);
            (picture.X, picture.Y, picture.TargetWidth, picture.TargetHeight) = (place.X, place.Y, place.Width, place.Height);
            NativeReply reply = _connection.Exchange(MonitorRequestKind.Present, picture);
            happened |= Took(reply);
            if (reply.Status != MonitorReplyStatus.Misfit)
            {
                Require(reply);
                break;
            }
        }

        return happened;
    }

    /// <summary>Asks what has happened, where nothing is to be shown.</summary>
    /// <exception cref="VideoSegException">The window is gone (<see cref="FaultKind.Engine"/>), and is to be disposed.</exception>
    public MonitorEvents Ask() => Took(_connection.Exchange(MonitorRequestKind.Ask, 0));

    /// <summary>Closes it.</summary>
    public void Dispose()
    {
        _connection.Dispose();
        _memory?.Dispose();
        _picture.Dispose();
    }

    private static MonitorWindow Open(MonitorWindowOptions options, string title, TimeProvider time, bool isAccelerated)
    {
        var connection = new MonitorConnection(options.Server, options.AnswerTimeout, time);
        try
        {
            var open = new NativeOpen
            {
                Protocol = NativeOpen.CurrentProtocol,
                FullScreen = options.FullScreen ? 1 : 0,
                Width = options.Width,
                Height = options.Height,
                Accelerated = isAccelerated ? 1 : 0,
                VerticalSync = options.VerticalSync ? 1 : 0,
            };
            int texts = Marshal.SizeOf<NativeOpen>();
            NativeReply reply = connection.Exchange(MonitorRequestKind.Open, open,
                (texts, MonitorProgram.Cut(options.Display, NativeOpen.DisplayLength)), (texts + NativeOpen.DisplayLength, MonitorProgram.Cut(title, NativeOpen.TitleLength)));
            return reply.Status == MonitorReplyStatus.Done ? new MonitorWindow(connection, reply) : throw new VideoSegException(FaultKind.Engine, connection.Text);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Whether OpenGL is done by the processor after all, slower than SDL does without.</summary>
    private static bool IsEmulated(string renderer) =>
        renderer.Contains("llvmpipe", StringComparison.OrdinalIgnoreCase) || renderer.Contains("softpipe", StringComparison.OrdinalIgnoreCase) ||
        renderer.Contains("swrast", StringComparison.OrdinalIgnoreCase) || renderer.Contains("Software Rasterizer", StringComparison.OrdinalIgnoreCase);

    private MonitorEvents Share(int width, int height)
    {
        if (_memory is { } memory && memory.Holds(width, height))
        {
            return MonitorEvents.None;
        }

        _memory?.Dispose();
        _memory = null;
        _memory = new MonitorMemory(width, height);
        NativeReply reply = _connection.Exchange(MonitorRequestKind.Map, _memory.Size, (sizeof(long), _memory.Path));
        _memory.DeleteFile();
        Require(reply);
        return Took(reply);
    }

    private MonitorEvents Took(in NativeReply reply)
    {
        (Width, Height) = (Math.Max(reply.Width, 1), Math.Max(reply.Height, 1));
        return reply.Happened;
    }

    private void Require(in NativeReply reply)
    {
        if (reply.Status != MonitorReplyStatus.Done)
        {
            throw new VideoSegException(FaultKind.Engine, _connection.Text);
        }
    }
}
