using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Pipeline.Live.Metrics;

/// <summary>Durations of the last seconds, for percentiles that tell how it is now. Thread-safe; recording allocates nothing.</summary>
internal sealed class RecentDurations(TimeProvider time)
{
    private const int Seconds = 10;

    private readonly Lock _lock = new();
    private readonly (long Second, LatencyHistogram Histogram)[] _slots = [.. Enumerable.Range(0, Seconds).Select(_ => (-1L, new LatencyHistogram()))];
    private readonly LatencyHistogram _sum = new();
    private readonly long _start = time.GetTimestamp();

    /// <summary>How far back is looked: 10 s, the current second among them.</summary>
    public static TimeSpan Window => TimeSpan.FromSeconds(Seconds);

    /// <summary>What the last seconds come to.</summary>
    public DurationSummary Summary
    {
        get
        {
            lock (_lock)
            {
                Gather(withCurrent: true);
                return new DurationSummary(_sum.Count, _sum.Percentile(0.5), _sum.Percentile(0.95), _sum.Percentile(0.99), _sum.Maximum);
            }
        }
    }

    /// <summary>How many a second, over the seconds that are complete; over the current one where there is no other.</summary>
    public double PerSecond
    {
        get
        {
            lock (_lock)
            {
                TimeSpan running = time.GetElapsedTime(_start);
                int complete = (int)Math.Min((long)running.TotalSeconds, Seconds - 1);
                Gather(withCurrent: complete == 0);
                double span = complete == 0 ? running.TotalSeconds : complete;
                return span > 0 ? _sum.Count / span : 0;
            }
        }
    }

    /// <summary>Records one.</summary>
    public void Record(TimeSpan duration)
    {
        lock (_lock)
        {
            long second = Now;
            ref (long Second, LatencyHistogram Histogram) slot = ref _slots[second % Seconds];
            if (slot.Second != second)
            {
                slot.Second = second;
                slot.Histogram.Clear();
            }

            slot.Histogram.Record(duration);
        }
    }

    private long Now => (long)time.GetElapsedTime(_start).TotalSeconds;

    private void Gather(bool withCurrent)
    {
        long now = Now;
        _sum.Clear();
        foreach ((long second, LatencyHistogram histogram) in _slots)
        {
            if (second > now - Seconds && (withCurrent || second != now))
            {
                _sum.Add(histogram);
            }
        }
    }
}
