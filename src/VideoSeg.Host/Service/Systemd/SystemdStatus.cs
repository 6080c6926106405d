using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Host.Service.Systemd;

/// <summary>Tells systemd in a line how the service is: <c>3 streams, 2 live; network running</c>.</summary>
internal sealed class SystemdStatus(SystemdNotifier systemd, StreamManager streams, SegmentationHub hub) : IPulseListener
{
    /// <inheritdoc/>
    public void OnPulse()
    {
        StreamEntry[] entries = [.. streams.Entries];
        int live = entries.Count(entry => entry.Running?.Stream.Status.Source.State == LiveSourceState.Live);
        systemd.Status($"{entries.Length} {(entries.Length == 1 ? "stream" : "streams")}, {live} live; network {(hub.Status.IsRunning ? "running" : "not running")}");
    }
}
