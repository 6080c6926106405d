namespace VideoSeg.Pipeline.Segment;

/// <summary>Picks the frames that the network looks at, in the order of the recording.</summary>
internal sealed class AnalysisSchedule(AnalysisOptions options)
{
    private long _frame;
    private double _due = double.NegativeInfinity;
    private double _last = double.NegativeInfinity;

    /// <summary>Whether to look at the next frame.</summary>
    /// <param name="seconds">Its presentation time.</param>
    public bool Takes(double seconds)
    {
        bool isNext = _frame++ % options.Every == 0;
        if (options.FramesPerSecond is not { } rate)
        {
            return isNext;
        }

        // A time that jumps back begins anew. Half a tick of a millisecond forgives times that were rounded.
        if (!isNext || (seconds >= _last && seconds + 0.0005 < _due))
        {
            _last = seconds;
            return false;
        }

        // Kept on the grid of the rate, so that rounding does not add up; after a gap the grid begins anew.
        double next = (seconds >= _last ? _due : seconds) + (1 / rate);
        _due = next > seconds ? next : seconds + (1 / rate);
        _last = seconds;
        return true;
    }
}
