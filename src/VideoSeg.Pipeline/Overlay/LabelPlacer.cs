using System.Numerics;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>
/// Finds a place for each label: inside the picture, near its polyp, not over any polyp and not over another label. Places around the
/// polyp's box are tried first (above, below, beside), then the corners of the picture; where none is free the one that hides the least is taken.
/// </summary>
internal sealed class LabelPlacer
{
    private readonly List<PixelRectangle> _taken = [];

    /// <summary>Forgets the labels placed so far.</summary>
    public void Clear() => _taken.Clear();

    /// <summary>The label's rectangle, or null where it does not fit into the limits.</summary>
    /// <param name="polyps">All polyps of the picture.</param>
    /// <param name="detection">The one to be labelled.</param>
    /// <param name="width">Width of the label in pixels.</param>
    /// <param name="height">Height of the label in pixels.</param>
    /// <param name="gap">Distance to keep from the polyp and from the border of the picture.</param>
    /// <param name="limits">The pixels that may be drawn on.</param>
    public PixelRectangle? Place(PolypSet polyps, in Detection detection, int width, int height, int gap, in PixelRectangle limits)
    {
        if (width + (2 * gap) > limits.Width || height + (2 * gap) > limits.Height)
        {
            return null;
        }

        PixelRegion box = detection.Box;
        (int right, int bottom) = (box.X + box.Width, box.Y + box.Height);
        int centre = box.X + ((box.Width - width) / 2), middle = box.Y + ((box.Height - height) / 2);
        int farX = limits.Right, farY = limits.Bottom;
        ReadOnlySpan<(int X, int Y)> places =
        [
            (centre, box.Y - gap - height), (box.X, box.Y - gap - height), (right - width, box.Y - gap - height),
            (centre, bottom + gap), (box.X, bottom + gap), (right - width, bottom + gap),
            (right + gap, box.Y), (box.X - gap - width, box.Y),
            (right + gap, middle), (box.X - gap - width, middle),
            (right + gap, bottom - height), (box.X - gap - width, bottom - height),
            (0, 0), (farX, 0), (0, farY), (farX, farY),
        ];
        PixelRectangle best = default;
        double least = double.PositiveInfinity;
        foreach ((int x, int y) in places)
        {
            int left = Math.Clamp(x, limits.Left + gap, limits.Right - gap - width);
            int top = Math.Clamp(y, limits.Top + gap, limits.Bottom - gap - height);
            var place = new PixelRectangle(left, top, left + width, top + height);
            double hidden = Hidden(polyps, place, gap);
            if (hidden < least)
            {
                (best, least) = (place, hidden);
            }

            if (hidden == 0)
            {
                break;
            }
        }

        _taken.Add(best);
        return best;
    }

    /// <summary>How many pixels of polyps and labels lie under a rectangle or closer to it than the gap.</summary>
    private double Hidden(PolypSet polyps, in PixelRectangle place, int gap)
    {
        double hidden = 0;
        var guarded = new PixelRectangle(place.Left - gap + 1, place.Top - gap + 1, place.Right + gap - 1, place.Bottom + gap - 1);
        foreach (PixelRectangle label in _taken)
        {
            hidden += Overlap(place, label) * 4;
        }

        foreach (ref readonly Detection detection in polyps.Detections)
        {
            PixelRegion box = detection.Box;
            var around = new PixelRectangle(box.X, box.Y, box.X + box.Width, box.Y + box.Height);
            if (Overlap(guarded, around) > 0)
            {
                hidden += PolygonOverlap.Area(polyps.Outline(detection), guarded);
            }
        }

        return hidden;
    }

    private static double Overlap(in PixelRectangle a, in PixelRectangle b) =>
        (double)Math.Max(Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left), 0)
        * Math.Max(Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top), 0);
}
