namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>
/// What a stream says of its marks. A change for the worse is said at once; one for the better once it has held for <see cref="Hold"/>, so that nothing
/// flickers. One thread updates; any may read.
/// </summary>
internal sealed class StateKeeper(string stream, LiveContext context)
{
    /// <summary>How long things must be better before that is said.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromMilliseconds(500);

    private volatile Saying _now = new(SegmentationState.Unavailable, "no picture has come yet");
    private long _betterSince;
    private bool _isBetter;

    /// <summary>What is said now.</summary>
    public SegmentationState State => _now.State;

    /// <summary>Why, for people; empty where the marks can be relied on.</summary>
    public string Reason => _now.Reason;

    /// <summary>Takes how things are at a time stamp of the clock; returns what is to be said.</summary>
    public SegmentationState Update(SegmentationState state, string reason, long at)
    {
        Saying now = _now;
        if (state < now.State)
        {
            if (!_isBetter)
            {
                (_isBetter, _betterSince) = (true, at);
            }

            if (context.Time.GetElapsedTime(_betterSince, at) < Hold)
            {
                return now.State;
            }
        }

        _isBetter = false;
        if (state != now.State || !string.Equals(reason, now.Reason, StringComparison.Ordinal))
        {
            _now = new Saying(state, reason);
            context.Observer.SegmentationChanged(stream, state, reason);
        }

        return state;
    }

    private sealed record Saying(SegmentationState State, string Reason);
}
