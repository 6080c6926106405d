using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live.Delivery.Marks;
using VideoSeg.Pipeline.Live.Delivery.Masks;
using VideoSeg.Pipeline.Live.Metrics;
using VideoSeg.Pipeline.Overlay;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>
/// The last step of a frame: its masks are chosen, drawn, the state mark with them, and it is handed over. Never throws, never waits; where drawing fails
/// the frame goes out as it came, and the mark says so. Not for two threads at a time.
/// </summary>
internal sealed class FrameShow(
    LiveStreamOptions options, IMaskChoice masks, StateJudge judge, StateKeeper state, StreamMeasurements measurements, TimeProvider time, Action<LiveFrame> handOver)
{
    /// <summary>Masks that are shown can be seen: fainter ones beside a mark that says the network keeps up would pass for none.</summary>
    private const float LeastOpacity = 0.4f;

    private readonly LiveFramePool _frames = new();
    private readonly StateMark _mark = new();

    // Outlines are carried along, probabilities are not.
    private readonly OverlayOptions _overlay = options.Overlay.Style == OverlayStyle.Heatmap ? options.Overlay with { Style = OverlayStyle.Fill } : options.Overlay;
    private OverlayRenderer? _renderer;
    private ClassLegend? _legend;
    private SegmenterInfo? _drawsFor;
    private long _shownNumber = -1;
    private long _firstAt;
    private long _lastTicks = -1;

    /// <summary>Called before a frame is drawn on, for tests of what happens when that fails.</summary>
    public Action<LiveFrame>? BeforeDrawing { get; set; }

    /// <summary>Called before the mark is drawn on a frame that could not be drawn on, for the same tests.</summary>
    public Action<LiveFrame>? BeforeUndrawing { get; set; }

    /// <summary>Shows a frame; takes its reference.</summary>
    public void Show(in PendingFrame pending)
    {
        LiveFrame? live = null;
        bool isHandedOver = false;
        try
        {
            live = Fill(_frames.Rent(), pending);
            AnalysedFrame? source = Annotate(live, pending);
            live.HandedOverAt = time.GetTimestamp();
            handOver(live);
            isHandedOver = true;
            Measure(live, pending, source);
        }
#pragma warning disable CA1031 // The stream lives on, whatever becomes of one frame.
        catch (Exception)
#pragma warning restore CA1031
        {
            if (pending.IsCaptured && !isHandedOver)
            {
                measurements.Failed(live?.Annotated is null ? LiveStage.Overlay : LiveStage.HandOver);
            }
        }

        live?.Dispose();
        pending.Picture.Dispose();
    }

    /// <summary>Frees what is not in use any more.</summary>
    public void Close() => _frames.Dispose();

    private LiveFrame Fill(LiveFrame live, in PendingFrame pending)
    {
        _firstAt = _lastTicks < 0 ? pending.CapturedAt : _firstAt;
        live.Number = pending.Number;
        live.Ticks = Math.Max(_lastTicks + 1, (long)(time.GetElapsedTime(_firstAt, pending.CapturedAt).TotalSeconds * LiveFrame.TimeBase.Denominator));
        live.IsSlate = pending.IsSlate;
        live.CapturedAt = pending.CapturedAt;
        live.CapturedUtc = pending.CapturedUtc;
        live.AnalysedNumber = null;
        live.MaskAge = null;
        live.State = SegmentationState.Unavailable;
        _lastTicks = live.Ticks;
        return live;
    }

    /// <summary>Gives a frame its picture, drawn where that can be done. Throws only where it cannot be shown at all.</summary>
    private AnalysedFrame? Annotate(LiveFrame live, in PendingFrame pending)
    {
        if (!pending.IsSlate)
        {
            pending.Picture.AddReference();
            live.Original = pending.Picture;
        }

        long start = time.GetTimestamp();
        if (options.Delivery == DeliveryMode.Synchronised)
        {
            measurements.Waited(LiveTags.Overlay, time.GetElapsedTime(pending.CapturedAt, start));
        }

        try
        {
            AnalysedFrame? source = Draw(live, pending);
            measurements.Worked(LiveTags.Overlay, start);
            return source;
        }
#pragma warning disable CA1031 // Rather a picture without polyps than none.
        catch (Exception)
#pragma warning restore CA1031
        {
            Undraw(live, pending);
            return null;
        }
    }

    private AnalysedFrame? Draw(LiveFrame live, in PendingFrame pending)
    {
        AnalysedFrame? source = pending.IsSlate ? null : masks.Choose(pending.Number, pending.CapturedAt, PixelRectangle.Of(pending.Picture.Planes), live.Polyps);
        TimeSpan? age = source is { } analysed ? time.GetElapsedTime(analysed.CapturedAt, pending.CapturedAt).Duration() : null;
        (SegmentationState found, string reason) = pending.IsSlate ? (SegmentationState.Unavailable, pending.WhySlate) : judge.Judge(pending.CapturedAt, age);
        live.State = state.Update(found, reason, pending.CapturedAt);
        float opacity = age is { } old ? Opacity(old) : 0;
        if (opacity > 0)
        {
            (live.AnalysedNumber, live.MaskAge) = (source!.Value.Number, age);
        }
        else
        {
            live.Polyps.Clear();
            source = null;
        }

        VideoFrame drawn = Writable(pending.Picture);
        live.Annotated = drawn;
        BeforeDrawing?.Invoke(live);
        live.Touched = options.TellsTouched && !pending.IsSlate ? live.TouchedMemory ??= new TouchedMask() : null;
        live.Touched?.Clear(drawn.Width, drawn.Height);
        if (source is { } shown && RendererFor(shown.Network) is { } renderer && renderer.DrawsOn(live.Polyps))
        {
            renderer.Draw(drawn.Planes, null, 0, live.Polyps, live.Touched, drawn.Field, opacity);
        }

        _mark.Draw(drawn.Planes, drawn.Field, live.State, live.Touched);
        if (!pending.IsSlate)
        {
            _legend?.Draw(drawn.Planes, drawn.Field, live.Touched, _mark.Plate);
        }

        if (options.Redact && drawn.Field is { } field)
        {
            live.Touched?.AddOutside(field, drawn.Format.ChromaShiftX, drawn.Format.ChromaShiftY);
        }

        return source;
    }

    /// <summary>The picture as it came, with the mark if at all possible.</summary>
    private void Undraw(LiveFrame live, in PendingFrame pending)
    {
        measurements.Undrawn();
        live.Polyps.Clear();
        (live.AnalysedNumber, live.MaskAge, live.Touched) = (null, null, null);
        live.State = state.Update(SegmentationState.Unavailable, "drawing on the pictures fails", pending.CapturedAt);
        VideoFrame? broken = live.Annotated;
        pending.Picture.AddReference();
        live.Annotated = pending.Picture;
        broken?.Dispose();
        VideoFrame? drawn = null;
        try
        {
            drawn = Writable(pending.Picture);
            BeforeUndrawing?.Invoke(live);
            _mark.Draw(drawn.Planes, drawn.Field, live.State, null);
            live.Annotated.Dispose();
            live.Annotated = drawn;
        }
#pragma warning disable CA1031 // Even so the picture is shown, and the frame itself says that nothing can be relied on.
        catch (Exception)
#pragma warning restore CA1031
        {
            drawn?.Dispose();
        }
    }

    private void Measure(LiveFrame live, in PendingFrame pending, in AnalysedFrame? source)
    {
        if (!pending.IsCaptured)
        {
            measurements.Slate();
            return;
        }

        measurements.Delivered(time.GetElapsedTime(pending.CapturedAt, live.HandedOverAt), live.MaskAge);
        if (source is { } shown && shown.Number > _shownNumber)
        {
            _shownNumber = shown.Number;
            measurements.Annotated(time.GetElapsedTime(shown.CapturedAt, live.HandedOverAt));
        }
    }

    /// <summary>A frame that may be drawn on, the caller's own.</summary>
    private static VideoFrame Writable(VideoFrame picture)
    {
        picture.AddReference();
        try
        {
            return picture.MakeWritable();
        }
        catch
        {
            picture.Dispose();
            throw;
        }
    }

    /// <summary>1 up to half of the greatest age, then down to the least one, and 0 from the greatest age on.</summary>
    private float Opacity(TimeSpan age) => age < options.MaxMaskAge ? (float)Math.Clamp(2 - (2 * (age / options.MaxMaskAge)), LeastOpacity, 1) : 0;

    private OverlayRenderer RendererFor(SegmenterInfo network)
    {
        if (_renderer is null || !ReferenceEquals(_drawsFor, network))
        {
            // The legend stays when masks come and go.
            _renderer = new OverlayRenderer(_overlay with { Legend = LegendMode.Off }, network.Classes, colors: network.Colors);
            _legend = new ClassLegend(_overlay, network.Classes, new ClassPalette(network.Colors));
            _drawsFor = network;
        }

        return _renderer;
    }
}
