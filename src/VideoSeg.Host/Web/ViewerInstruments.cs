using System.Diagnostics.Metrics;
using VideoSeg.Pipeline.Live.Metrics;

namespace VideoSeg.Host.Web;

/// <summary>What is measured of viewers, by kind (annexb, fmp4, mjpeg, events) and never by person. Thread-safe.</summary>
internal sealed class ViewerInstruments
{
    private static readonly KeyValuePair<string, object?> DeliveredTag = new("outcome", "delivered");
    private static readonly KeyValuePair<string, object?> DroppedTag = new("outcome", "dropped_slow");

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Stream, string Kind), Group> _groups = [];

    /// <summary>On the meter of the live service.</summary>
    public ViewerInstruments(LiveInstruments live)
    {
        live.Meter.CreateObservableUpDownCounter("videoseg.live.viewers", () => Observe(group => group.Present.Count), "{viewer}", "Viewers that are connected now.");
        live.Meter.CreateObservableCounter("videoseg.live.viewer.frames", ObserveFrames, "{frame}",
            "Frames for viewers, each counted for each of them, by outcome: delivered, or dropped_slow where a viewer did not keep up.");
    }

    /// <summary>Counts a viewer from now on, and what comes to them.</summary>
    public void Add(IViewer viewer)
    {
        lock (_lock)
        {
            if (!_groups.TryGetValue((viewer.Stream, viewer.Kind), out Group? group))
            {
                _groups.Add((viewer.Stream, viewer.Kind), group = new Group());
            }

            group.Present.Add(viewer);
        }
    }

    /// <summary>They are gone; what came to them stays counted.</summary>
    public void Remove(IViewer viewer)
    {
        lock (_lock)
        {
            Group group = _groups[(viewer.Stream, viewer.Kind)];
            if (group.Present.Remove(viewer))
            {
                group.Delivered += viewer.Delivered;
                group.Dropped += viewer.Dropped;
            }
        }
    }

    private List<Measurement<long>> ObserveFrames() =>
    [
        .. Observe(group => group.Delivered + group.Present.Sum(viewer => viewer.Delivered), DeliveredTag),
        .. Observe(group => group.Dropped + group.Present.Sum(viewer => viewer.Dropped), DroppedTag),
    ];

    private List<Measurement<long>> Observe(Func<Group, long> value, params KeyValuePair<string, object?>[] tags)
    {
        lock (_lock)
        {
            return [.. _groups.Select(group => new Measurement<long>(value(group.Value), Tags(group.Key.Stream, group.Key.Kind, tags)))];
        }
    }

    private static KeyValuePair<string, object?>[] Tags(string stream, string kind, KeyValuePair<string, object?>[] more) =>
        [new("stream", stream), new("kind", kind), .. more];

    private sealed class Group
    {
        public HashSet<IViewer> Present { get; } = [];

        public long Delivered { get; set; }

        public long Dropped { get; set; }
    }
}
