using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Preprocess;
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
    private (int Classes, int Width, int Height) _planes;

    /// <summary>For one recording.</summary>
    /// <param name="polyps">What counts as a polyp.</param>
    /// <param name="options">How they are kept steady.</param>
    /// <param name="carries">Whether <see cref="Carry"/> will be called.</param>
    /// <param name="isToldMotion">Whether the motion is given with each frame, and need not be found.</param>
    public SteadyPolyps(PolypOptions polyps, SteadyOptions options, bool carries = false, bool isToldMotion = false)
    {
        _options = options;
        _finder = new PolypFinder(polyps);
        _smoother = new MaskSmoother(options.Enabled ? options : options with { Smoothing = 0, Hysteresis = 0 }, polyps.Threshold);
        Tracker = new PolypTracker(options);
        _motion = !isToldMotion && (options.Enabled || options.Measure || carries) ? new PictureMotion() : null;
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
        Find(frame.Planes, frame.PresentationTime * frame.TimeBase.Value, masks, polyps, frame.Field);

    /// <inheritdoc cref="Find(VideoFrame, Segmentation, PolypSet)"/>
    public void Find(in ImagePlanes picture, double seconds, Segmentation masks, PolypSet polyps, FieldOfView? field = null)
    {
        if (_motion is null)
        {
            _finder.Find(masks, 0, picture, polyps);
            return;
        }

        Find(picture, seconds, masks, polyps, field, Follow(picture, seconds));
    }

    /// <summary>As <see cref="Find(in ImagePlanes, double, Segmentation, PolypSet, FieldOfView?)"/>, where the motion is known.</summary>
    /// <param name="picture">The frame's picture.</param>
    /// <param name="seconds">Its time.</param>
    /// <param name="masks">Its probabilities, which are steadied in place.</param>
    /// <param name="polyps">Emptied and filled.</param>
    /// <param name="field">The field of view, outside which there are no polyps.</param>
    /// <param name="motion">How the picture moved since the last frame that was taken; null where nothing of that holds.</param>
    public void Find(in ImagePlanes picture, double seconds, Segmentation masks, PolypSet polyps, FieldOfView? field, IPictureMotion? motion)
    {
        _planes = (masks.Classes, masks.Width, masks.Height);
        _before?.Add(picture, seconds, masks, motion);
        _smoother.Smooth(masks, motion);
        field?.ClearOutside(masks, field.Segmented);
        _after?.Add(picture, seconds, masks, motion);
        Show(picture, seconds, masks, motion, polyps);
    }

    /// <summary>Carries the masks of the frame before along, for a frame that the network did not look at. Only after a first <see cref="Find(VideoFrame, Segmentation, PolypSet)"/>.</summary>
    /// <param name="frame">Its picture and time.</param>
    /// <param name="polyps">Emptied and filled.</param>
    /// <returns>The masks, owned by the caller.</returns>
    public Segmentation Carry(VideoFrame frame, PolypSet polyps)
    {
        double seconds = frame.PresentationTime * frame.TimeBase.Value;
        IPictureMotion? motion = Follow(frame.Planes, seconds);
        Segmentation masks = _smoother.Carry(motion, _planes.Classes, _planes.Width, _planes.Height);
        frame.Field?.ClearOutside(masks, frame.Field.Segmented);
        Show(frame.Planes, seconds, masks, motion, polyps, isCarried: true);
        return masks;
    }

    /// <inheritdoc/>
    public void Dispose() => _motion?.Dispose();

    private PictureMotion? Follow(in ImagePlanes picture, double seconds)
    {
        if (!(Math.Abs(seconds - _lastSeconds) <= Math.Max(_options.MaxGap, 0.1)))
        {
            _motion!.Reset();
        }

        _lastSeconds = seconds;
        return _motion!.Follow(picture) ? _motion : null;
    }

    private void Show(in ImagePlanes picture, double seconds, Segmentation masks, IPictureMotion? motion, PolypSet polyps, bool isCarried = false)
    {
        _finder.Find(masks, 0, picture, polyps);
        polyps.IsCarried = isCarried;
        if (!_options.Enabled)
        {
            return;
        }

        PixelRegion region = picture.Region ?? new PixelRegion(0, 0, picture.Width, picture.Height);
        Tracker.Follow(polyps, seconds, region, motion);
        TakeOutUnconfirmed(polyps, masks, region);
    }

    private static void TakeOutUnconfirmed(PolypSet polyps, Segmentation masks, PixelRegion region)
    {
        for (int i = polyps.Detections.Length - 1; i >= 0; i--)
        {
            Detection detection = polyps.Detections[i];
            if (detection.Track == 0)
            {
                for (int channel = 0; channel < masks.Classes; channel++)
                {
                    CellEraser.Erase(polyps.Outline(detection), region, masks.Plane(0, channel), masks.Width, masks.Height);
                }

                polyps.Remove(i);
            }
        }
    }
}
