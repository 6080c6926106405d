using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using VideoSeg.Model;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>
/// An auto-reset event on Linux' eventfd(2): who waits is woken by the kernel itself. The events of .NET go through one lock of the whole process, so that
/// a thread in a hurry waits for whoever holds it just then, milliseconds where that one is not running. One thread waits; any may set it.
/// </summary>
internal sealed partial class WakeEvent : SafeHandleZeroOrMinusOneIsInvalid
{
    private const int CloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const short Readable = 1;

    /// <summary>One that is not set.</summary>
    /// <exception cref="VideoSegException">The process has all files open that it may.</exception>
    public WakeEvent()
        : base(ownsHandle: true)
    {
        int descriptor = Create(0, CloseOnExec | NonBlocking);
        if (descriptor < 0)
        {
            throw new VideoSegException(FaultKind.Engine, $"expected room for one more open file, found none: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        SetHandle(descriptor);
    }

    /// <summary>Ends the wait, or the next one. Nothing happens after disposal.</summary>
    public void Set()
    {
        try
        {
            _ = Write(this, 1, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits any more.
        }
    }

    /// <summary>Waits for <see cref="Set"/>; may also return early.</summary>
    /// <param name="limit">How long at most; null for ever.</param>
    /// <returns>Whether it was set.</returns>
    public unsafe bool Wait(TimeSpan? limit = null)
    {
        bool isHeld = false;
        try
        {
            DangerousAddRef(ref isHeld);
            var what = new Poll { Descriptor = (int)handle, Events = Readable };
            TimeSpan span = limit.GetValueOrDefault();
            var time = new Time { Seconds = (long)span.TotalSeconds, Nanoseconds = span.Ticks % TimeSpan.TicksPerSecond * TimeSpan.NanosecondsPerTick };
            _ = WaitFor(&what, 1, limit is null ? null : &time, 0);
            return Read(this, out _, sizeof(ulong)) == sizeof(ulong);
        }
        finally
        {
            if (isHeld)
            {
                DangerousRelease();
            }
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => Close((int)handle) == 0;

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int Create(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "write")]
    private static partial nint Write(WakeEvent descriptor, in ulong value, nint length);

    [LibraryImport("libc", EntryPoint = "read")]
    private static partial nint Read(WakeEvent descriptor, out ulong value, nint length);

    [LibraryImport("libc", EntryPoint = "ppoll")]
    private static unsafe partial int WaitFor(Poll* descriptors, nuint count, Time* limit, nint signals);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);

    [StructLayout(LayoutKind.Sequential)]
    private struct Poll
    {
        public int Descriptor;
        public short Events;
        public short Found;
    }

    [StructLayout(LayoutKind.Sequential)]
    private struct Time
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
