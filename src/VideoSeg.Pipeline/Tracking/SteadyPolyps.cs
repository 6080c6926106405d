using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Tracking;

/// <summary>
/// From a frame's probabilities to its polyps: steadied over time, found, followed. What is not shown is taken out of the probabilities too.
/// Keeps its memory; not for two threads at a time; owns a native handle.
/// </summary>
public sealed class SteadyPolyps : IDisposable
{
    private readonly SteadyOptions _options;
    private readonly PolypFinder _finder;
    private readonly MaskSmoother _smoother;
    private readonly PictureMotion? _motion;
    private readonly SteadinessProbe? _before;
    private readonly SteadinessProbe? _after;
    private double _lastSeconds = double.NaN;

    /// <summary>For one recording.</summary>
    public SteadyPolyps(PolypOptions polyps, SteadyOptions options)
    {
        _options = options;
        _finder = new PolypFinder(polyps);
        _smoother = new MaskSmoother(options, polyps.Threshold);
        Tracker = new PolypTracker(options);
        _motion = options.Enabled || options.Measure ? new PictureMotion() : null;
        _before = options.Measure ? new SteadinessProbe(polyps, options) : null;
        _after = options.Measure && options.Enabled ? new SteadinessProbe(polyps, options) : null;
    }

    /// <summary>The polyps so far.</summary>
    public PolypTracker Tracker { get; }

    /// <summary>How steady the network's own masks are; null where it is not measured.</summary>
    public Steadiness? Unsteadied => _before?.Result;

    /// <summary>How steady they are as shown; null where it is not measured, or nothing is steadied.</summary>
    public Steadiness? Steadied => _after?.Result;

    /// <summary>Takes the next frame.</summary>
    /// <param name="frame">Its picture and time.</param>
    /// <param name="masks">Its probabilities, which are steadied in place.</param>
    /// <param name="polyps">Emptied and filled.</param>
    public void Find(VideoFrame frame, Segmentation masks, PolypSet polyps) =>
        Find(frame.Planes, frame.PresentationTime * frame.TimeBase.Value, masks, polyps);

    /// <inheritdoc cref="Find(VideoFrame, Segmentation, PolypSet)"/>
    public void Find(in ImagePlanes picture, double seconds, Segmentation masks, PolypSet polyps)
    {
        if (_motion is null)
        {
            _finder.Find(masks, 0, picture, polyps);
            return;
        }

        if (!(Math.Abs(seconds - _lastSeconds) <= Math.Max(_options.MaxGap, 0.1)))
        {
            _motion.Reset();
        }

        _lastSeconds = seconds;
        PictureMotion? motion = _motion.Follow(picture) ? _motion : null;
        _before?.Add(picture, seconds, masks, motion);
        if (!_options.Enabled)
        {
            _finder.Find(masks, 0, picture, polyps);
            return;
        }

        _smoother.Smooth(masks, motion);
        _after?.Add(picture, seconds, masks, motion);
        _finder.Find(masks, 0, picture, polyps);
        PixelRegion region = picture.Region ?? new PixelRegion(0, 0, picture.Width, picture.Height);
        Tracker.Follow(polyps, seconds, region, motion);
        TakeOutUnconfirmed(polyps, masks, region);
    }

    /// <inheritdoc/>
    public void Dispose() => _motion?.Dispose();

    private static void TakeOutUnconfirmed(PolypSet polyps, Segmentation masks, PixelRegion region)
    {
        for (int i = polyps.Detections.Length - 1; i >= 0; i--)
        {
            Detection detection = polyps.Detections[i];
            if (detection.Track == 0)
            {
                CellEraser.Erase(polyps.Outline(detection), region, masks.Plane(0, detection.ClassIndex), masks.Width, masks.Height);
                polyps.Remove(i);
            }
        }
    }
}
