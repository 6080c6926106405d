namespace VideoSeg.Host.Service;

/// <summary>Does something about each second. Calls do not overlap; they must return soon.</summary>
internal interface IPulseListener
{
    /// <summary>The time has come.</summary>
    void OnPulse();
}
