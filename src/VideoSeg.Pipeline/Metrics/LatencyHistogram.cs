using System.Numerics;

namespace VideoSeg.Pipeline.Metrics;

/// <summary>
/// Counts durations in buckets that grow with the value (32 for each power of two), so that any percentile can be told to within 1.6 %
/// without keeping the values. 9 KB; recording allocates nothing. One thread records; others may read, and then see nearly all of it.
/// </summary>
/// <remarks>Durations are counted in units of 100 ns; those below 3.2 microseconds exactly, those above two hours as two hours.</remarks>
public sealed class LatencyHistogram
{
    private const int SubBits = 5;
    private const int SubBuckets = 1 << SubBits;
    private const int MaximumBits = 36;

    private readonly long[] _buckets = new long[(MaximumBits - SubBits + 1) * SubBuckets];
    private long _maximum;
    private long _sum;

    /// <summary>Number of durations recorded.</summary>
    public long Count { get; private set; }

    /// <summary>The longest duration, exactly.</summary>
    public TimeSpan Maximum => new(_maximum);

    /// <summary>The mean, exactly; zero where nothing was recorded.</summary>
    public TimeSpan Mean => Count == 0 ? TimeSpan.Zero : new(_sum / Count);

    /// <summary>Records a duration; a negative one counts as zero.</summary>
    public void Record(TimeSpan duration)
    {
        long value = Math.Max(duration.Ticks, 0);
        _buckets[Bucket(Math.Min(value, (1L << MaximumBits) - 1))]++;
        _maximum = Math.Max(_maximum, value);
        _sum += value;
        Count++;
    }

    /// <summary>Forgets all.</summary>
    internal void Clear()
    {
        Array.Clear(_buckets);
        (_maximum, _sum, Count) = (0, 0, 0);
    }

    /// <summary>Adds what another one has recorded.</summary>
    internal void Add(LatencyHistogram other)
    {
        for (int i = 0; i < _buckets.Length; i++)
        {
            _buckets[i] += other._buckets[i];
        }

        (_maximum, _sum, Count) = (Math.Max(_maximum, other._maximum), _sum + other._sum, Count + other.Count);
    }

    /// <summary>The duration that a share of all stays at or below; zero where nothing was recorded.</summary>
    /// <param name="share">0 to 1: 0.95 for the 95th percentile.</param>
    public TimeSpan Percentile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(share);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        long rank = Math.Max((long)Math.Ceiling(share * Count), 1), seen = 0;
        for (int i = 0; i < _buckets.Length; i++)
        {
            seen += _buckets[i];
            if (seen >= rank)
            {
                return new TimeSpan(Math.Min(Middle(i), _maximum));
            }
        }

        return Maximum;
    }

    private static int Bucket(long value)
    {
        if (value < SubBuckets)
        {
            return (int)value;
        }

        int shift = BitOperations.Log2((ulong)value) - SubBits;
        return ((shift + 1) << SubBits) + (int)((value >> shift) - SubBuckets);
    }

    private static long Middle(int bucket)
    {
        int shift = (bucket >> SubBits) - 1;
        return shift < 0 ? bucket : ((SubBuckets + (bucket & (SubBuckets - 1)) + 0L) << shift) + ((1L << shift) >> 1);
    }
}
