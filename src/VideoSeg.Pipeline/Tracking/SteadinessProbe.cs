using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Tracking;

/// <summary>Measures a series of frames: its masks' flicker, and how well polyps could be followed in it. Not for two threads at a time.</summary>
internal sealed class SteadinessProbe(PolypOptions polyps, SteadyOptions options)
{
    private readonly PolypFinder _finder = new(polyps);
    private readonly PolypTracker _tracker = new(options);
    private readonly FlickerMeter _flicker = new(polyps.Threshold);
    private readonly PolypSet _found = new();
    private double _first = double.NaN;
    private double _last;
    private float[] _foreground = [];

    /// <summary>What was measured so far.</summary>
    public Steadiness Result
    {
        get
        {
            double minutes = (_last - _first) / 60;
            int breaks = _tracker.Confirmed.Sum(track => track.Breaks);
            return new Steadiness(_flicker.MeanOverlap, minutes > 0 ? breaks / minutes : 0, _tracker.Count);
        }
    }

    /// <summary>Takes the next frame's probabilities.</summary>
    public void Add(in ImagePlanes picture, double seconds, Segmentation masks, IPictureMotion? motion)
    {
        _first = double.IsNaN(_first) ? seconds : _first;
        _last = seconds;
        _flicker.Add(ForegroundPlane.Of(masks, 0, ref _foreground), masks.Width, masks.Height, motion);
        _finder.Find(masks, 0, picture, _found);
        _tracker.Follow(_found, seconds, picture.Region ?? new PixelRegion(0, 0, picture.Width, picture.Height), motion);
    }
}
