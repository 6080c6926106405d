namespace VideoSeg.Pipeline.Live.Delivery.Batching;

/// <summary>
/// Decides how many of the frames that wait go into the network's next run, and whether they are held back a little so that others can join them
/// (docs/decisions/0015). Keeps nothing between two calls.
/// </summary>
/// <param name="delay">How long a stream's frames may be held back: <see cref="SegmentationHubOptions.BatchDelay"/>.</param>
/// <param name="target">When masks are to be there: <see cref="SegmentationHubOptions.LatencyTarget"/>.</param>
/// <param name="time">The clock of all time stamps.</param>
internal sealed class BatchPlanner(TimeSpan delay, TimeSpan? target, TimeProvider time)
{
    /// <summary>Decides.</summary>
    /// <param name="waiting">The frames that wait, in the order of their turns.</param>
    /// <param name="places">So many could wait: one of each stream that gives frames now.</param>
    /// <param name="limit">Most frames in a run.</param>
    /// <param name="times">What the network's runs take.</param>
    /// <param name="now">The time.</param>
    public BatchPlan Plan(ReadOnlySpan<WaitingFrame> waiting, int places, int limit, BatchTimes times, long now)
    {
        int most = Math.Min(waiting.Length, limit);
        if (most == 0)
        {
            return default;
        }

        if (target is not null && !times.IsKnown)
        {
            return new BatchPlan(1, null);
        }

        int count = Fitting(waiting[..most], times, now, out TimeSpan left);
        bool hasRoom = count == waiting.Length && count < Math.Min(places, limit);
        if (delay == TimeSpan.Zero || !hasRoom)
        {
            return new BatchPlan(count, null);
        }

        long due = time.After(Oldest(waiting), delay);
        if (left < TimeSpan.MaxValue)
        {
            // One more makes the run longer: from then on nobody can join in time.
            due = Math.Min(due, time.After(now, left - times.Of(count + 1)));
        }

        return now < due ? new BatchPlan(0, due) : new BatchPlan(count, null);
    }

    /// <summary>
    /// How many are expected to be done in time together, at least one, and the time that is left for them: <see cref="TimeSpan.MaxValue"/> where nothing presses. Those that
    /// are too late even alone hold nobody up.
    /// </summary>
    private int Fitting(ReadOnlySpan<WaitingFrame> waiting, BatchTimes times, long now, out TimeSpan left)
    {
        left = TimeSpan.MaxValue;
        if (target is not { } latest)
        {
            return waiting.Length;
        }

        for (int i = 0; i < waiting.Length; i++)
        {
            TimeSpan own = latest - time.GetElapsedTime(waiting[i].CapturedAt, now), with = own >= times.Of(1) && own < left ? own : left;
            if (i > 0 && times.Of(i + 1) > with)
            {
                return i;
            }

            left = with;
        }

        return waiting.Length;
    }

    private static long Oldest(ReadOnlySpan<WaitingFrame> waiting)
    {
        long oldest = long.MaxValue;
        foreach (ref readonly WaitingFrame frame in waiting)
        {
            oldest = Math.Min(oldest, frame.Since);
        }

        return oldest;
    }
}
