using System.Diagnostics.Metrics;

namespace VideoSeg.Pipeline.Live.Metrics;

/// <summary>
/// What is measured of live streams, of the meter <see cref="MeterName"/>, for whatever exporter listens. Names of streams and outlets come from
/// the configuration, all other tags from fixed lists: nothing about a patient, and no more series than streams times outlets. Thread-safe.
/// </summary>
public sealed class LiveInstruments : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "VideoSeg.Live";

    // 5.75 ms is the limit of added delay, 120 ms that of annotation delay.
    private static readonly double[] DelayEdges =
        [0.0005, 0.001, 0.002, 0.003, 0.004, 0.00575, 0.008, 0.012, 0.02, 0.033, 0.05, 0.08, 0.12, 0.2, 0.35, 0.5, 1, 2, 5];

    private static readonly double[] StepEdges =
        [0.0001, 0.0002, 0.0005, 0.001, 0.002, 0.004, 0.00575, 0.01, 0.02, 0.035, 0.05, 0.08, 0.12, 0.2, 0.5, 1, 2, 5];

    // A run on a GPU takes a millisecond or two, one on processors up to seconds.
    private static readonly double[] RunEdges =
        [0.00025, 0.0005, 0.001, 0.002, 0.003, 0.005, 0.0075, 0.01, 0.015, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2, 0.35, 0.5, 1, 2, 5];

    public LiveInstruments()
    {
        Meter = new Meter(MeterName);
        Frames = Meter.CreateCounter<long>("videoseg.live.frames", "{frame}",
            "Frames of a stream by outcome: captured, then delivered to the outlets, dropped_REASON or failed; slates apart as slate.");
        OutletFrames = Meter.CreateCounter<long>("videoseg.live.outlet.frames", "{frame}",
            "Frames offered to an outlet by outcome: delivered or dropped_REASON (busy, away, failed, stopped, unwanted).");
        SegmentationFrames = Meter.CreateCounter<long>("videoseg.live.segmentation.frames", "{frame}",
            "Frames by what the network did with them: analysed, skipped (a newer one came first), failed.");
        Detections = Meter.CreateCounter<long>("videoseg.live.detections", "{polyp}", "Polyps found in analysed frames, counted again in every one.");
        Connections = Meter.CreateCounter<long>("videoseg.live.source.connections", "{connection}", "How often a source was opened: the first time and again.");
        ConnectionFaults = Meter.CreateCounter<long>("videoseg.live.source.faults", "{fault}", "How often a source could not be opened, broke off or fell silent.");
        SourceDamage = Meter.CreateCounter<long>("videoseg.live.source.damage", "{event}",
            "What came damaged, by kind: corrupt_frame (handed on nevertheless), undecoded (data whose frames are missing).");
        AddedDelay = Histogram("videoseg.live.added_delay", "From a frame decoded to the frame handed to the outlets.", DelayEdges);
        AnnotationDelay = Histogram("videoseg.live.annotation_delay",
            "From an analysed frame decoded to the first frame handed over that shows its masks.", DelayEdges);
        MaskAge = Histogram("videoseg.live.mask_age", "Age of the masks on a frame: how much earlier, or later, the frame that they were made from was decoded.", DelayEdges);
        StageDuration = Histogram("videoseg.live.stage.duration", "Time a frame is worked on in a stage (kind work) or waits before it (kind queue).", StepEdges);
        EngineBusy = Meter.CreateCounter<double>("videoseg.live.engine.busy", "s", "Time the network was at work.");
        EngineRestarts = Meter.CreateCounter<long>("videoseg.live.engine.restarts", "{restart}", "How often the network was started anew after it failed or hung.");
        BatchSize = Meter.CreateHistogram("videoseg.live.engine.batch_size", "{frame}", "Frames in one run of the network.",
            advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16] });
        EngineQueue = Histogram("videoseg.live.engine.queue", "Time from a frame offered to the network to its run, by the stream's priority.", RunEdges);
        EngineHold = Histogram("videoseg.live.engine.hold", "Time that a run was held back so that frames of other streams could join it.", RunEdges);
        EngineRun = Histogram("videoseg.live.engine.run", "Time of a run of the network, by the number of frames in it.", RunEdges);
        EngineRunFrame = Histogram("videoseg.live.engine.run_frame", "Time of a run of the network divided by the frames in it, by their number.", RunEdges);
    }

    /// <summary>The meter, for gauges of whoever knows what they show.</summary>
    public Meter Meter { get; }

    /// <summary>Tags stream, outcome.</summary>
    public Counter<long> Frames { get; }

    /// <summary>Tags stream, outlet, outcome.</summary>
    public Counter<long> OutletFrames { get; }

    /// <summary>Tags stream, outcome.</summary>
    public Counter<long> SegmentationFrames { get; }

    /// <summary>Tag stream.</summary>
    public Counter<long> Detections { get; }

    /// <summary>Tag stream.</summary>
    public Counter<long> Connections { get; }

    /// <summary>Tag stream.</summary>
    public Counter<long> ConnectionFaults { get; }

    /// <summary>Tags stream, kind.</summary>
    public Counter<long> SourceDamage { get; }

    /// <summary>Seconds; tag stream.</summary>
    public Histogram<double> AddedDelay { get; }

    /// <summary>Seconds; tag stream.</summary>
    public Histogram<double> AnnotationDelay { get; }

    /// <summary>Seconds; tag stream.</summary>
    public Histogram<double> MaskAge { get; }

    /// <summary>Seconds; tags stream, stage (motion, overlay, preprocess, inference, track, encode, present), kind (work, queue).</summary>
    public Histogram<double> StageDuration { get; }

    /// <summary>Seconds; no tag.</summary>
    public Counter<double> EngineBusy { get; }

    /// <summary>No tag.</summary>
    public Counter<long> EngineRestarts { get; }

    /// <summary>No tag.</summary>
    public Histogram<int> BatchSize { get; }

    /// <summary>Seconds; tag priority (low, normal, high).</summary>
    public Histogram<double> EngineQueue { get; }

    /// <summary>Seconds; no tag.</summary>
    public Histogram<double> EngineHold { get; }

    /// <summary>Seconds; tag batch (1, 2, 3-4, 5-8, 9-16, 17+).</summary>
    public Histogram<double> EngineRun { get; }

    /// <summary>Seconds; tag batch, as <see cref="EngineRun"/>.</summary>
    public Histogram<double> EngineRunFrame { get; }

    /// <inheritdoc/>
    public void Dispose() => Meter.Dispose();

    private Histogram<double> Histogram(string name, string description, double[] edges) =>
        Meter.CreateHistogram(name, "s", description, advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = edges });
}
