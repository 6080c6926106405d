namespace VideoSeg.Pipeline.Metrics;

/// <summary>
/// What is measured of one stream: the account of its frames and the time taken in each step, for its own report and for the instruments
/// of all streams. Each step is recorded by one thread at a time.
/// </summary>
public sealed class PipelineMetrics
{
    private readonly PipelineInstruments? _instruments;
    private readonly KeyValuePair<string, object?> _stream;
    private readonly (MeasuredStep Step, LatencyHistogram Histogram, KeyValuePair<string, object?> Tag)[] _steps;

    /// <param name="stream">Name of the stream, the tag of its measurements.</param>
    /// <param name="time">The clock.</param>
    /// <param name="instruments">Shared by all streams; null where nobody listens.</param>
    public PipelineMetrics(string stream, TimeProvider time, PipelineInstruments? instruments = null)
    {
        Time = time;
        _instruments = instruments;
        _stream = new("stream", stream);
        _steps =
        [
            .. Enum.GetValues<MeasuredStep>().Select(step =>
                (step, new LatencyHistogram(), new KeyValuePair<string, object?>("stage", NameOf(step)))),
        ];
    }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; }

    /// <summary>The account of the frames.</summary>
    public FrameLedger Ledger { get; } = new();

    /// <summary>Frames that the network looked at.</summary>
    public long FramesAnalysed { get; private set; }

    /// <summary>Frames in which at least one polyp was found.</summary>
    public long FramesWithPolyps { get; private set; }

    /// <summary>Polyps found in all frames together.</summary>
    public long Detections { get; private set; }

    /// <summary>The steps that were taken at least once, in their order, by name.</summary>
    public IEnumerable<(string Name, LatencyHistogram Histogram)> Steps =>
        _steps.Where(s => s.Histogram.Count > 0).Select(s => (NameOf(s.Step), s.Histogram));

    internal void Record(MeasuredStep step, TimeSpan duration)
    {
        (_, LatencyHistogram histogram, KeyValuePair<string, object?> tag) = _steps[(int)step];
        histogram.Record(duration);
        _instruments?.StageDuration.Record(duration.TotalSeconds, _stream, tag);
    }

    /// <summary>Records the time since <paramref name="start"/>, a time stamp of the clock.</summary>
    internal void RecordSince(MeasuredStep step, long start) => Record(step, Time.GetElapsedTime(start));

    internal void Captured()
    {
        Ledger.AddCaptured();
        _instruments?.Frames.Add(1, _stream, new("outcome", "captured"));
    }

    internal void Delivered()
    {
        Ledger.AddDelivered();
        _instruments?.Frames.Add(1, _stream, new("outcome", "delivered"));
    }

    internal void Dropped(DropReason reason)
    {
        Ledger.AddDropped(reason);
        _instruments?.Frames.Add(1, _stream, new("outcome", "dropped"), new("reason", reason == DropReason.Interrupted ? "interrupted" : "aborted"));
    }

    internal void Failed(PipelineStage stage)
    {
        Ledger.AddFailed(stage);
        _instruments?.Frames.Add(1, _stream, new("outcome", "failed"), new("reason", stage switch
        {
            PipelineStage.Capture => "capture",
            PipelineStage.Segment => "segment",
            PipelineStage.Track => "track",
            PipelineStage.Overlay => "overlay",
            PipelineStage.Output => "output",
            PipelineStage.Render => "render",
            _ => "encode",
        }));
    }

    internal void Analysed() => FramesAnalysed++;

    internal void Found(int polyps)
    {
        FramesWithPolyps += polyps > 0 ? 1 : 0;
        Detections += polyps;
        _instruments?.Detections.Add(polyps, _stream);
    }

    private static string NameOf(MeasuredStep step) => step.ToString().ToLowerInvariant();
}
