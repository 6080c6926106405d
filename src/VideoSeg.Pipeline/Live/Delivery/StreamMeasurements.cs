using VideoSeg.Pipeline.Live.Metrics;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>
/// The account of a stream's frames, and its times: each captured frame ends once, delivered, dropped for a reason or failed in a stage. For its status
/// and for the instruments. Thread-safe; recording allocates nothing.
/// </summary>
internal sealed class StreamMeasurements(string stream, LiveContext context)
{
    private readonly KeyValuePair<string, object?> _stream = new("stream", stream);
    private readonly long[] _dropped = new long[Enum.GetValues<LiveDropReason>().Length];
    private readonly long[] _failed = new long[Enum.GetValues<LiveStage>().Length];
    private readonly RecentDurations _added = new(context.Time);
    private readonly RecentDurations _annotation = new(context.Time);
    private readonly RecentDurations _maskAge = new(context.Time);
    private readonly RecentDurations _analysedAges = new(context.Time);
    private long _captured;
    private long _delivered;
    private long _slates;
    private long _undrawn;
    private long _faults;
    private long _tracks;

    /// <summary>Frames so far.</summary>
    public LiveFrameCounts Counts => new(
        Volatile.Read(ref _captured), Volatile.Read(ref _delivered), Volatile.Read(ref _slates), Volatile.Read(ref _undrawn),
        [.. _dropped.Select((count, reason) => (Reason: (LiveDropReason)reason, Count: count)).Where(drop => drop.Count > 0).Select(drop => new KeyValuePair<LiveDropReason, long>(drop.Reason, drop.Count))],
        [.. _failed.Select((count, stage) => (Stage: (LiveStage)stage, Count: count)).Where(fault => fault.Count > 0).Select(fault => new KeyValuePair<LiveStage, long>(fault.Stage, fault.Count))]);

    /// <summary>Times of the last seconds.</summary>
    public LiveDelays Delays => new(RecentDurations.Window, _added.Summary, _annotation.Summary, _maskAge.Summary, _added.PerSecond, _analysedAges.PerSecond);

    /// <summary>Analysed frames whose polyps are known.</summary>
    public long Tracks => Volatile.Read(ref _tracks);

    /// <summary>Faults beside the frames' way: polyps, motion or field could not be found in one.</summary>
    public long Faults => Volatile.Read(ref _faults);

    public void Captured()
    {
        Interlocked.Increment(ref _captured);
        context.Instruments.Frames.Add(1, _stream, LiveTags.Captured);
    }

    /// <summary>A frame was handed over, with masks of an age where there are any.</summary>
    public void Delivered(TimeSpan addedDelay, TimeSpan? maskAge)
    {
        Interlocked.Increment(ref _delivered);
        context.Instruments.Frames.Add(1, _stream, LiveTags.Delivered);
        context.Instruments.AddedDelay.Record(addedDelay.TotalSeconds, _stream);
        _added.Record(addedDelay);
        if (maskAge is { } age)
        {
            context.Instruments.MaskAge.Record(age.TotalSeconds, _stream);
            _maskAge.Record(age);
        }
    }

    /// <summary>Masks were shown for the first time.</summary>
    public void Annotated(TimeSpan delay)
    {
        context.Instruments.AnnotationDelay.Record(delay.TotalSeconds, _stream);
        _annotation.Record(delay);
    }

    public void Slate()
    {
        Interlocked.Increment(ref _slates);
        context.Instruments.Frames.Add(1, _stream, LiveTags.Slate);
    }

    public void Dropped(LiveDropReason reason)
    {
        Interlocked.Increment(ref _dropped[(int)reason]);
        context.Instruments.Frames.Add(1, _stream, LiveTags.Dropped(reason));
    }

    public void Failed(LiveStage stage)
    {
        Interlocked.Increment(ref _failed[(int)stage]);
        context.Instruments.Frames.Add(1, _stream, LiveTags.Failed);
    }

    /// <summary>Drawing on a frame failed; it goes out as it came.</summary>
    public void Undrawn() => Interlocked.Increment(ref _undrawn);

    public void Fault() => Interlocked.Increment(ref _faults);

    /// <summary>Polyps were found in masks.</summary>
    public void Tracked(in Analysis analysis, int polyps, long start)
    {
        LiveInstruments instruments = context.Instruments;
        instruments.StageDuration.Record(analysis.Masks.PreprocessTime.TotalSeconds, _stream, LiveTags.Preprocess, LiveTags.Work);
        instruments.StageDuration.Record(analysis.Masks.InferenceTime.TotalSeconds, _stream, LiveTags.Inference, LiveTags.Work);
        instruments.StageDuration.Record(context.Time.GetElapsedTime(analysis.EndedAt, start).TotalSeconds, _stream, LiveTags.Track, LiveTags.Queue);
        Worked(LiveTags.Track, start);
        instruments.Detections.Add(polyps, _stream);
        _analysedAges.Record(context.Time.GetElapsedTime(analysis.CapturedAt));
        Interlocked.Increment(ref _tracks);
    }

    /// <summary>A stage was at work since a time stamp of the clock.</summary>
    public void Worked(in KeyValuePair<string, object?> stage, long start) =>
        context.Instruments.StageDuration.Record(context.Time.GetElapsedTime(start).TotalSeconds, _stream, stage, LiveTags.Work);

    /// <summary>A frame waited before a stage.</summary>
    public void Waited(in KeyValuePair<string, object?> stage, TimeSpan time) =>
        context.Instruments.StageDuration.Record(time.TotalSeconds, _stream, stage, LiveTags.Queue);
}
