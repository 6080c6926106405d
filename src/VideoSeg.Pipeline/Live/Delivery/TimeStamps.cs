namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>Arithmetic with time stamps of a clock.</summary>
internal static class TimeStamps
{
    /// <summary>The first time stamp so long after another one, or later.</summary>
    public static long After(this TimeProvider time, long since, TimeSpan span)
    {
        Int128 ticks = (Int128)span.Ticks * time.TimestampFrequency;
        return since + (long)((ticks + TimeSpan.TicksPerSecond - 1) / TimeSpan.TicksPerSecond);
    }
}
