using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live.Delivery.Marks;
using VideoSeg.Pipeline.Live.Delivery.Masks;
using VideoSeg.Pipeline.Live.Delivery.Motion;
using VideoSeg.Pipeline.Live.Metrics;
using VideoSeg.Pipeline.Preprocess;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>
/// A stream's frames between source and outlets: told to the network and to the motion, shown at once (<see cref="DeliveryMode.Latest"/>) or after a
/// constant wait (<see cref="DeliveryMode.Synchronised"/>). Accepting never throws and never waits for anything.
/// </summary>
internal sealed class StreamDelivery
{
    /// <summary>Frames a second that there is room for.</summary>
    private const double Pace = 130;

    private readonly LiveStreamOptions _options;
    private readonly TimeProvider _time;
    private readonly FieldKeeper _field;
    private readonly MotionMemory _motion;
    private readonly StreamAnalyst _analyst;
    private readonly HubSlot _slot;
    private readonly DelayLine? _line;
    private readonly NoticePainter _notice = new();
    private long _number;
    private bool _isStopped;

    /// <summary>Ready for frames at once.</summary>
    public StreamDelivery(LiveStreamOptions options, FieldSetting field, SegmentationHub hub, LiveContext context, Action<LiveFrame> handOver)
    {
        (_options, _time) = (options, context.Time);
        bool isSynchronised = options.Delivery == DeliveryMode.Synchronised;
        TimeSpan wait = isSynchronised ? options.SynchronisedDelay : TimeSpan.Zero;
        int room = (int)Math.Ceiling((wait + options.MaxMaskAge).TotalSeconds * Pace) + 16;
        Measurements = new StreamMeasurements(options.Name, context);
        State = new StateKeeper(options.Name, context);
        _field = new FieldKeeper(field, options.Redact, _time);
        _motion = new MotionMemory(room);
        var analysed = new AnalysedFrames(isSynchronised ? room : 2);
        _analyst = new StreamAnalyst(options, _field, _motion, analysed, Measurements, _time);
        _slot = hub.Join(options.Name, _analyst, options.Priority);
        IMaskChoice masks = isSynchronised ? new SynchronisedMasks(analysed, _motion, _time) : new LatestMasks(analysed, _motion);
        Show = new FrameShow(options, masks, new StateJudge(hub, _slot, options.MaxMaskAge, _time), State, Measurements, _time, handOver);
        _line = isSynchronised ? new DelayLine(options.Name, wait, (int)Math.Ceiling(wait.TotalSeconds * Pace) + 8, _time, frame => Show.Show(frame), GiveUp, Measurements.Fault) : null;
    }

    /// <summary>Counts and times.</summary>
    public StreamMeasurements Measurements { get; }

    /// <summary>How far marks can be relied on.</summary>
    public StateKeeper State { get; }

    /// <summary>The last step.</summary>
    public FrameShow Show { get; }

    /// <summary>What the network did.</summary>
    public LiveSegmentationCounts Analysis => new(_slot.Offered, _slot.Analysed, _slot.Skipped, _slot.Failed, Measurements.Faults);

    /// <summary>Whose frames the network takes first.</summary>
    public StreamPriority Priority
    {
        get => _slot.Priority;
        set => _slot.Rank(value);
    }

    /// <summary>The field of view, for people.</summary>
    public string Field => _field.Text;

    /// <summary>Takes a frame and its reference.</summary>
    public void Accept(VideoFrame frame, long capturedAt)
    {
        Measurements.Captured();
        if (_isStopped)
        {
            Measurements.Dropped(LiveDropReason.Stopped);
            frame.Dispose();
            return;
        }

        VideoFrame? held = frame;
        try
        {
            FieldOfView? field = _field.Of(frame);
            if (_field.Wants(capturedAt))
            {
                _analyst.Show(frame);
            }

            if (_options.Redact && field is null)
            {
                held = frame = frame.MakeWritable();
                Withhold(ref held, capturedAt);
                return;
            }

            if (_options.Redact)
            {
                held = frame = frame.MakeWritable();
                Redactor.Blank(frame.Planes, field!);
            }

            frame.Field = field;
            long number = _number++;
            Follow(frame, number, capturedAt);
            _slot.Offer(frame, number, capturedAt);
            held = null;
            Pass(new PendingFrame(frame, number, capturedAt, _time.GetUtcNow(), IsSlate: false, ""));
        }
#pragma warning disable CA1031 // The stream lives on, whatever becomes of one frame.
        catch (Exception)
#pragma warning restore CA1031
        {
            Measurements.Failed(LiveStage.Accept);
            held?.Dispose();
        }
    }

    /// <summary>So many frames were decoded, but never came here.</summary>
    public void DroppedLate(int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            Measurements.Captured();
            Measurements.Dropped(LiveDropReason.Late);
        }
    }

    /// <summary>Takes a slate and its reference.</summary>
    public void AcceptSlate(VideoFrame slate, long capturedAt, string reason)
    {
        if (_isStopped)
        {
            slate.Dispose();
            return;
        }

        Interrupted();
        Pass(new PendingFrame(slate, _number++, capturedAt, _time.GetUtcNow(), IsSlate: true, reason.Length > 0 ? reason : "no picture comes from the source"));
    }

    /// <summary>What comes next may be another view in another layout: nothing found before holds for it. As a slate says; on the thread that accepts.</summary>
    public void Interrupted()
    {
        _field.Reset();
        _motion.Reset();
    }

    /// <summary>Hands over what waits, and takes nothing more. After the source has ended.</summary>
    public async ValueTask StopAsync()
    {
        if (!_isStopped)
        {
            _isStopped = true;
            _slot.Dispose();
            if (_line is not null)
            {
                await _line.StopAsync();
            }

            _analyst.Dispose();
            await _analyst.Ended;
        }
    }

    /// <summary>Frees what is not in use any more. After <see cref="StopAsync"/>.</summary>
    public void Close()
    {
        Show.Close();
        _motion.Dispose();
    }

    private void Follow(VideoFrame frame, long number, long capturedAt)
    {
        long start = _time.GetTimestamp();
        Measurements.Waited(LiveTags.Motion, _time.GetElapsedTime(capturedAt, start));
        try
        {
            _motion.Follow(number, frame.Planes);
        }
#pragma warning disable CA1031 // Without motion masks are not carried, and the picture is shown.
        catch (Exception)
#pragma warning restore CA1031
        {
            _motion.Reset();
            Measurements.Fault();
        }

        Measurements.Worked(LiveTags.Motion, start);
    }

    /// <summary>What may hold a name is not shown: a slate in its place.</summary>
    private void Withhold(ref VideoFrame? frame, long capturedAt)
    {
        string reason = _field.Reason;
        _notice.Paint(frame!.Planes, reason);
        Measurements.Dropped(LiveDropReason.Withheld);
        _motion.Reset();
        VideoFrame slate = frame;
        frame = null;
        Pass(new PendingFrame(slate, _number++, capturedAt, _time.GetUtcNow(), IsSlate: true, reason));
    }

    private void Pass(in PendingFrame frame)
    {
        if (_line is null)
        {
            Show.Show(frame);
        }
        else
        {
            _line.Add(frame);
        }
    }

    private void GiveUp(PendingFrame frame)
    {
        frame.Picture.Dispose();
        if (frame.IsCaptured)
        {
            Measurements.Dropped(LiveDropReason.Overflow);
        }
    }
}
