using System.Runtime.InteropServices;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>
/// Lets a thread that hands pictures on, some milliseconds of work for each, run as soon as there is a picture, whatever else wants the processors:
/// otherwise it may wait until the network's threads have used up their turns, some milliseconds where they are busy on all of them.
/// </summary>
internal static partial class UrgentThread
{
    private const int OtherPolicy = 0;
    private const int RoundRobin = 2;
    private const int RealTimePriority = 5;
    private const ulong ResetOnFork = 1;

    // The shortest turn that Linux lets a thread have (from 6.12 on): who has short turns is not kept waiting for the end of long ones.
    private const ulong ShortestTurn = 100_000;

    /// <summary>
    /// For the calling thread, not for those that it starts: real-time scheduling (SCHED_RR) where that is permitted (CAP_SYS_NICE, or a limit of
    /// RLIMIT_RTPRIO), else short turns, and a niceness of 5 less where that is.
    /// </summary>
    public static void Begin()
    {
        var realTime = new Attributes { Size = (uint)Marshal.SizeOf<Attributes>(), Policy = RoundRobin, Flags = ResetOnFork, Priority = RealTimePriority };
        if (!Set(realTime))
        {
            ThreadNiceness.Add(-5);
            Set(new Attributes { Size = realTime.Size, Policy = OtherPolicy, Niceness = ThreadNiceness.Current, Runtime = ShortestTurn });
        }
    }

    private static bool Set(Attributes attributes) => SystemCall(SetAttributes, 0, in attributes, 0) == 0;

    private static long SetAttributes => RuntimeInformation.ProcessArchitecture == Architecture.X64 ? 314 : 274;

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial long SystemCall(long number, int thread, in Attributes attributes, uint flags);

    /// <summary>struct sched_attr of sched_setattr(2), as it was at first.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Attributes
    {
        public uint Size;
        public uint Policy;
        public ulong Flags;
        public int Niceness;
        public uint Priority;
        public ulong Runtime;
        public ulong Deadline;
        public ulong Period;
    }
}
