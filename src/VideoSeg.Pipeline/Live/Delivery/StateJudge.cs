namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>Says how far a frame's marks can be relied on. Not for two threads at a time.</summary>
internal sealed class StateJudge(SegmentationHub hub, HubSlot slot, TimeSpan maxMaskAge, TimeProvider time)
{
    private readonly string _tooSlow = $"the network is too slow: masks were older than {maxMaskAge.TotalMilliseconds:0} ms (MaxMaskAge) and are not shown";
    private long _viewSince;
    private bool _hasMasks;
    private bool _hadMasks;

    /// <summary>Judges.</summary>
    /// <param name="capturedAt">When the frame was decoded.</param>
    /// <param name="maskAge">Age of the masks there are for it; null where there are none of its view.</param>
    public (SegmentationState State, string Reason) Judge(long capturedAt, TimeSpan? maskAge)
    {
        SegmentationHubStatus status = hub.Status;
        if (!status.IsRunning)
        {
            (_hasMasks, _hadMasks) = (false, false);
            return (SegmentationState.Unavailable, status.Reason);
        }

        if (slot.Fault is { Length: > 0 } fault)
        {
            return (SegmentationState.Unavailable, fault);
        }

        // Masks of a new view take their time.
        if (_hasMasks && maskAge is null)
        {
            _viewSince = capturedAt;
        }

        _hasMasks = maskAge is not null;
        _hadMasks |= _hasMasks;
        if (!_hadMasks)
        {
            return (SegmentationState.Degraded, "the network has not looked at these pictures yet");
        }

        TimeSpan age = maskAge ?? time.GetElapsedTime(_viewSince, capturedAt);
        return age < maxMaskAge ? (SegmentationState.Active, "") : (SegmentationState.Degraded, _tooSlow);
    }
}
