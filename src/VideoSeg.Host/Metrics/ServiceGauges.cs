using System.Diagnostics.Metrics;
using VideoSeg.Host.Service;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Torch;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Metrics;
using VideoSeg.Pipeline.Live.Outputs;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Host.Metrics;

/// <summary>How streams, outlets and the network are, for Prometheus: what the counters of <see cref="LiveInstruments"/> do not tell.</summary>
internal sealed class ServiceGauges : IDisposable
{
    private static readonly string[] FrameOutcomes = ["captured", "delivered", "failed", "slate", .. Enum.GetValues<LiveDropReason>().Select(Dropped)];
    private static readonly string[] SegmentationOutcomes = ["analysed", "skipped", "failed"];
    private static readonly string[] OutletOutcomes = ["delivered", .. Enum.GetValues<OutletDropReason>().Select(Dropped)];
    private readonly Meter _meter = new("VideoSeg.Service");
    private readonly StreamManager _streams;
    private readonly SegmentationHub _hub;
    private readonly LiveInstruments _instruments;

    public ServiceGauges(StreamManager streams, SegmentationHub hub, LiveInstruments instruments)
    {
        (_streams, _hub, _instruments) = (streams, hub, instruments);
        _meter.CreateObservableGauge("videoseg.live.streams", CountStreams, "{stream}", "Streams of the service.");
        _meter.CreateObservableGauge("videoseg.live.stream.up", StreamsUp, description: "1 for an enabled stream that runs, 0 for one that could not be made.");
        _meter.CreateObservableGauge("videoseg.live.source.state", () => OfStreams(SourceStates), description: "1 for the state that a stream's source is in, 0 for the others.");
        _meter.CreateObservableGauge("videoseg.live.frame_age", FrameAges, "s", "Time since the last frame was taken in; since the stream was started where none has come yet.");
        _meter.CreateObservableGauge("videoseg.live.segmentation.state", () => OfStreams(SegmentationStates),
            description: "1 for the state that a stream's marks are in, 0 for the others.");
        _meter.CreateObservableGauge("videoseg.live.outlet.state", () => _streams.Streams.Values.SelectMany(OutletStates), description: "1 for the state that an outlet is in, 0 for the others.");
        _meter.CreateObservableGauge("videoseg.live.outlet.free_space", FreeSpace, "By", "Free space on a recorder's disk.");
        _meter.CreateObservableGauge("videoseg.live.outlet.queue", OutletQueues, "{frame}", "Frames that wait in an outlet's queue.");
        _meter.CreateObservableGauge("videoseg.live.engine.up", () => _hub.Status.IsRunning ? 1 : 0, description: "Whether the network takes frames.");
        _meter.CreateObservableGauge("videoseg.model_info", ModelInfo, description: "Which weights are used, and how they are computed; always 1.");
        _meter.CreateObservableGauge("videoseg.gpu.memory", GpuMemory, "By", "Memory of the GPU that the network runs on: in all, free, and allocated by the network.");
    }

    /// <summary>Whether the stream and the outlet that these labels name, if they name any, are there now.</summary>
    public bool IsAlive(MetricLabels labels)
    {
        if (labels.Find("stream") is not { } name)
        {
            return true;
        }

        StreamEntry? entry = _streams.Entry(name);
        return entry is { Definition.Enabled: true } && (labels.Find("outlet") is not { } outlet || HasOutlet(entry, outlet));
    }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();

    private static IEnumerable<Measurement<int>> SourceStates(LiveStreamStatus status) =>
        States(status.Source.State, Tag("stream", status.Name));

    private static IEnumerable<Measurement<int>> SegmentationStates(LiveStreamStatus status) => States(status.Segmentation, Tag("stream", status.Name));

    // One that could not be made has failed as well.
    private static IEnumerable<Measurement<int>> OutletStates(ManagedStream stream) =>
        stream.Stream.Outlets.Select(outlet => (outlet.Name, outlet.Kind, outlet.Status.State))
            .Concat(stream.OutletFaults.Keys.Select(name => (Name: name, Kind: stream.Definition.Outlets.GetValueOrDefault(name)?.Kind ?? "", State: LiveOutletState.Failed)))
            .SelectMany(outlet => States(outlet.State, Tag("stream", stream.Name), Tag("outlet", outlet.Name), Tag("kind", outlet.Kind)));

    private static bool HasOutlet(StreamEntry entry, string name) =>
        entry.Running is { } running && (running.Stream.Outlets.Any(outlet => outlet.Name == name) || running.OutletFaults.ContainsKey(name));

    private static IEnumerable<Measurement<int>> States<T>(T now, params KeyValuePair<string, object?>[] tags)
        where T : struct, Enum =>
        Enum.GetValues<T>().Select(state => new Measurement<int>(EqualityComparer<T>.Default.Equals(state, now) ? 1 : 0, [.. tags, Tag("state", NameOf(state))]));

    private static string Dropped<T>(T reason)
        where T : struct, Enum => $"dropped_{NameOf(reason)}";

    private static string NameOf<T>(T state)
        where T : struct, Enum => state.ToString().ToLowerInvariant();

    private static KeyValuePair<string, object?> Tag(string name, string value) => new(name, value);

    // One that is just being changed is neither up nor down.
    private IEnumerable<Measurement<int>> StreamsUp() =>
        from entry in _streams.Entries
        where entry.Definition.Enabled && (entry.Running is not null || entry.Fault.Length > 0)
        select new Measurement<int>(entry.Running is not null ? 1 : 0, Tag("stream", entry.Name));

    private int CountStreams()
    {
        Begin();
        return _streams.Entries.Count();
    }

    // Series of what has not happened yet begin at 0: an increase from nothing to 1 is none for Prometheus.
    private void Begin()
    {
        _instruments.EngineRestarts.Add(0);
        _instruments.EngineBusy.Add(0);
        foreach (ManagedStream managed in _streams.Streams.Values)
        {
            KeyValuePair<string, object?> stream = Tag("stream", managed.Name);
            _instruments.Detections.Add(0, stream);
            _instruments.Connections.Add(0, stream);
            _instruments.ConnectionFaults.Add(0, stream);
            foreach (string outcome in FrameOutcomes)
            {
                _instruments.Frames.Add(0, stream, Tag("outcome", outcome));
            }

            foreach (string outcome in SegmentationOutcomes)
            {
                _instruments.SegmentationFrames.Add(0, stream, Tag("outcome", outcome));
            }

            foreach (LiveOutlet outlet in managed.Stream.Outlets)
            {
                foreach (string outcome in OutletOutcomes)
                {
                    _instruments.OutletFrames.Add(0, stream, Tag("outlet", outlet.Name), Tag("outcome", outcome));
                }
            }
        }
    }

    private IEnumerable<Measurement<int>> OfStreams(Func<LiveStreamStatus, IEnumerable<Measurement<int>>> measure) =>
        _streams.Streams.Values.SelectMany(stream => measure(stream.Stream.Status));

    private IEnumerable<Measurement<double>> FrameAges() =>
        _streams.Streams.Values.Select(stream => new Measurement<double>(stream.Stream.FrameAge.TotalSeconds, Tag("stream", stream.Name)));

    private IEnumerable<Measurement<int>> OutletQueues() =>
        from stream in _streams.Streams.Values
        from outlet in stream.Stream.Outlets
        select new Measurement<int>(outlet.Queued, Tag("stream", stream.Name), Tag("outlet", outlet.Name));

    private IEnumerable<Measurement<long>> FreeSpace() =>
        from stream in _streams.Streams.Values
        from outlet in stream.Stream.Outlets
        let bytes = (outlet as RecorderOutlet)?.Recording.FreeBytes
        where bytes is not null
        select new Measurement<long>(bytes.Value, Tag("stream", stream.Name), Tag("outlet", outlet.Name));

    private IEnumerable<Measurement<int>> ModelInfo() => _hub.Status.Info is { } info
        ? [new(1, Tag("model", info.Model), Tag("engine", info.Engine), Tag("precision", info.Precision), Tag("device", info.Device))]
        : [];

    private IEnumerable<Measurement<long>> GpuMemory()
    {
        // libtorch is there when the network runs on a GPU; it is not loaded to look for one.
        return _hub.Status.Info is { } info && DeviceSet.Parse(info.Device) is { IsCuda: true } devices ? devices.Devices.SelectMany(MemoryOf) : [];
    }

    private static IEnumerable<Measurement<long>> MemoryOf(Device device)
    {
        CudaMemory memory = TorchRuntime.CudaMemory(device.Index);
        return [new(memory.TotalBytes, Gpu(device, "total")), new(memory.FreeBytes, Gpu(device, "free")), new(memory.AllocatedBytes, Gpu(device, "allocated"))];
    }

    private static KeyValuePair<string, object?>[] Gpu(Device device, string state) => [Tag("device", device.ToString()), Tag("state", state)];
}
