using System.Runtime.InteropServices;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>
/// How far the calling thread stands back behind others, as of nice(1). On Linux every thread has a niceness of its own, and those that it starts
/// begin with it, native ones too. .NET's own thread priorities do nothing there.
/// </summary>
internal static partial class ThreadNiceness
{
    private const int PriorityProcess = 0;

    /// <summary>The calling thread's niceness, -20 to 19.</summary>
    public static int Current => GetPriority(PriorityProcess, CurrentThread());

    /// <summary>Lets the calling thread stand back (positive) or go before others (negative, where that is permitted). Says whether it was done.</summary>
    public static bool Add(int niceness) => niceness == 0 || SetPriority(PriorityProcess, CurrentThread(), Math.Clamp(Current + niceness, -20, 19)) == 0;

    [LibraryImport("libc", EntryPoint = "gettid")]
    private static partial int CurrentThread();

    [LibraryImport("libc", EntryPoint = "getpriority")]
    private static partial int GetPriority(int which, int who);

    [LibraryImport("libc", EntryPoint = "setpriority")]
    private static partial int SetPriority(int which, int who, int niceness);
}
