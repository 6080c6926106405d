using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live.Delivery.Masks;
using VideoSeg.Pipeline.Live.Delivery.Motion;
using VideoSeg.Pipeline.Preprocess;
using VideoSeg.Pipeline.Segment;
using VideoSeg.Pipeline.Tracking;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>
/// Does beside the video path what need not be done on it, on a thread of its own: finds the polyps in masks, follows them, and looks for the field of
/// view. Masks that come after those of a later frame are let go.
/// </summary>
internal sealed class StreamAnalyst : IAnalysisReceiver, IDisposable
{
    /// <summary>Masks that may wait; the oldest go.</summary>
    private const int Capacity = 4;

    private readonly Lock _lock = new();
    private readonly WakeEvent _arrived = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Queue<Analysis> _queue = new(Capacity);
    private readonly SteadyOptions _steady;
    private readonly float? _threshold;
    private readonly double? _minArea;
    private readonly FieldKeeper _field;
    private readonly AnalysedMotion _motion;
    private readonly AnalysedFrames _analysed;
    private readonly StreamMeasurements _measurements;
    private readonly TimeProvider _time;
    private readonly PolypSet _polyps = new();
    private SteadyPolyps? _finder;
    private (float Threshold, double MinArea) _finderNetwork;
    private VideoFrame? _picture;
    private int _pictureView;
    private bool _isStopping;
    private long _newest = -1;

    /// <summary>Starts its thread.</summary>
    public StreamAnalyst(LiveStreamOptions options, FieldKeeper field, MotionMemory motion, AnalysedFrames analysed, StreamMeasurements measurements, TimeProvider time)
    {
        (_steady, _threshold, _minArea, _field, _analysed, _measurements, _time) = (options.Steady, options.Threshold, options.MinArea, field, analysed, measurements, time);
        _motion = new AnalysedMotion(motion);
        new Thread(Main) { Name = $"videoseg analyst {options.Name}", IsBackground = true }.Start();
    }

    /// <summary>Ends when the thread has.</summary>
    public Task Ended => _ended.Task;

    /// <inheritdoc/>
    public void Analysed(in Analysis analysis)
    {
        Analysis given = analysis;
        lock (_lock)
        {
            if (!_isStopping)
            {
                _queue.Enqueue(analysis);
                if (_queue.Count <= Capacity)
                {
                    _arrived.Set();
                    return;
                }

                given = _queue.Dequeue();
            }
        }

        given.Dispose();
    }

    /// <summary>Shows it a picture to find the field of view in; takes a reference of its own. Never waits.</summary>
    public void Show(VideoFrame frame)
    {
        lock (_lock)
        {
            if (_picture is not null || _isStopping)
            {
                return;
            }

            frame.AddReference();
            (_picture, _pictureView) = (frame, _field.View);
        }

        _arrived.Set();
    }

    /// <summary>Stops; what waits is let go.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _isStopping = true;
        }

        _arrived.Set();
    }

    private void Main()
    {
        Func<bool> next = TakeNext;
        while (Guarded(next))
        {
        }

        Guarded(LetGo);
        _arrived.Dispose();
        _ended.SetResult();
    }

    /// <summary>What an action says, or true where it threw: one exception more, and the process would end, and the picture with it.</summary>
    private bool Guarded(Func<bool> action)
    {
        try
        {
            return action();
        }
#pragma warning disable CA1031 // Whatever it is, the pictures flow on, and the next masks may do.
        catch (Exception)
#pragma warning restore CA1031
        {
            _measurements.Fault();
            return true;
        }
    }

    /// <summary>Does what is to be done next, or waits for it; false where it is to end.</summary>
    private bool TakeNext()
    {
        VideoFrame? picture;
        int view;
        Analysis analysis;
        bool hasAnalysis;
        lock (_lock)
        {
            if (_isStopping)
            {
                return false;
            }

            hasAnalysis = _queue.TryDequeue(out analysis);
            (picture, view) = (hasAnalysis ? null : _picture, _pictureView);
            _picture = picture is null ? _picture : null;
        }

        if (hasAnalysis)
        {
            Take(analysis);
        }
        else if (picture is not null)
        {
            Look(picture, view);
        }
        else
        {
            _arrived.Wait();
        }

        return true;
    }

    private void Take(in Analysis analysis)
    {
        try
        {
            if (analysis.Number > _newest)
            {
                Find(analysis);
                _newest = analysis.Number;
            }
        }
#pragma warning disable CA1031 // Without these masks the pictures flow on, and the state mark tells.
        catch (Exception)
#pragma warning restore CA1031
        {
            _measurements.Fault();
        }

        analysis.Dispose();
    }

    private void Find(in Analysis analysis)
    {
        long start = _time.GetTimestamp();
        (float, double) network = (analysis.Network.Threshold, analysis.Network.MinArea);
        if (_finder is null || _finderNetwork != network)
        {
            _finder?.Dispose();
            _finder = new SteadyPolyps(PolypOptions.Of(network.Item1, network.Item2, _threshold, _minArea), _steady, isToldMotion: true);
            _finderNetwork = network;
        }

        FieldOfView? field = analysis.Frame.Field;
        field?.ClearOutside(analysis.Masks, field.Segmented);
        AnalysedMotion? motion = _motion.TryFollow(_newest, analysis.Number) ? _motion : null;
        _finder.Find(analysis.Frame.Planes, _time.GetElapsedTime(0, analysis.CapturedAt).TotalSeconds, analysis.Masks, _polyps, field, motion);
        _analysed.Add(new AnalysedFrame(analysis.Number, analysis.CapturedAt, analysis.Network), _polyps);
        _measurements.Tracked(analysis, _polyps.Detections.Length, start);
    }

    private void Look(VideoFrame picture, int view)
    {
        try
        {
            _field.Look(picture, view);
        }
#pragma warning disable CA1031 // The next picture may be a better one; with nothing found all of the picture is shown, or none where it is to be redacted.
        catch (Exception)
#pragma warning restore CA1031
        {
            _measurements.Fault();
        }

        picture.Dispose();
    }

    private bool LetGo()
    {
        lock (_lock)
        {
            _isStopping = true;
            while (_queue.TryDequeue(out Analysis analysis))
            {
                analysis.Dispose();
            }

            _picture?.Dispose();
            _picture = null;
        }

        _finder?.Dispose();
        return true;
    }
}
