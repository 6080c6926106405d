namespace VideoSeg.Pipeline.Live.Delivery.Batching;

/// <summary>
/// How long a network computes on a batch, by its size: for each size a moving mean of what was measured. Sizes not measured lately are kept within what
/// holds for all networks: a larger batch takes no less time than a smaller one, and no more time a frame. So one slow run is forgotten, though its
/// size is not tried again for a while. Not for two threads at a time.
/// </summary>
internal sealed class BatchTimes
{
    /// <summary>Share of the newest run in the mean.</summary>
    private const double Newest = 0.125;

    private readonly double[] _seconds;
    private readonly bool[] _isMeasured;

    /// <summary>Nothing is known yet.</summary>
    /// <param name="limit">The largest size.</param>
    public BatchTimes(int limit)
    {
        (_seconds, _isMeasured) = (new double[limit], new bool[limit]);
        Array.Fill(_seconds, double.MaxValue);
    }

    /// <summary>Whether a run was measured: from then on something is known of all sizes.</summary>
    public bool IsKnown { get; private set; }

    /// <summary>What a batch of this size is expected to take, once <see cref="IsKnown"/>.</summary>
    public TimeSpan Of(int size) => TimeSpan.FromSeconds(_seconds[size - 1]);

    /// <summary>A run of this size took so long.</summary>
    public void Record(int size, TimeSpan time)
    {
        int measured = size - 1;
        double before = _seconds[measured], now = time.TotalSeconds, mean = _isMeasured[measured] ? before + (Newest * (now - before)) : now;
        (IsKnown, _isMeasured[measured]) = (true, true);
        for (int i = 0; i < _seconds.Length; i++)
        {
            double scaled = mean * (i + 1) / size;
            _seconds[i] = Math.Clamp(_seconds[i], Math.Min(mean, scaled), Math.Max(mean, scaled));
        }

        _seconds[measured] = mean;
    }
}
