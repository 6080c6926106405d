using System.Numerics;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Preprocess;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>
/// Finds a place for each label: inside the picture, near its polyp, not over any polyp and not over another label. Places next to the
/// polyp's box are tried first (above, below, beside), then places a label's height farther off; for a polyp that takes most of the picture
/// the picture's corners as well, but for no other, for a label far away says nothing. Where none is free the one that hides the least is taken.
/// </summary>
internal sealed class LabelPlacer
{
    private const int PlacesAround = 12;

    /// <summary>A letter that is cut off is worse than a pixel of a polyp under a label.</summary>
    private const double CutOffWeight = 8;

    private readonly List<PixelRectangle> _taken = [];

    /// <summary>Forgets the labels placed so far.</summary>
    /// <param name="taken">Where something else stands, which labels keep off; empty for nothing.</param>
    public void Clear(in PixelRectangle taken = default)
    {
        _taken.Clear();
        _taken.Add(taken);
    }

    /// <summary>The label's rectangle, or null where it does not fit into the limits.</summary>
    /// <param name="polyps">All polyps of the picture.</param>
    /// <param name="detection">The one to be labelled.</param>
    /// <param name="width">Width of the label in pixels.</param>
    /// <param name="height">Height of the label in pixels.</param>
    /// <param name="gap">Distance to keep from the polyp and from the border of the picture.</param>
    /// <param name="limits">The pixels that may be drawn on.</param>
    /// <param name="field">The field of view, outside which nothing can be seen of a label. Null: all of the limits.</param>
    public PixelRectangle? Place(
        PolypSet polyps, in Detection detection, int width, int height, int gap, in PixelRectangle limits, FieldOfView? field = null)
    {
        if (width + (2 * gap) > limits.Width || height + (2 * gap) > limits.Height)
        {
            return null;
        }

        PixelRegion box = detection.Box;
        var boxRectangle = new PixelRectangle(box.X, box.Y, box.X + box.Width, box.Y + box.Height);
        Span<(int X, int Y)> places = stackalloc (int, int)[(2 * PlacesAround) + 4];
        Around(boxRectangle, width, height, gap, places);
        Around(boxRectangle, width, height, gap + height + (height / 2), places[PlacesAround..]);
        places[^4] = (limits.Left, limits.Top);
        places[^3] = (limits.Right, limits.Top);
        places[^2] = (limits.Left, limits.Bottom);
        places[^1] = (limits.Right, limits.Bottom);
        bool isLarge = box.Width > limits.Width / 2 && box.Height > limits.Height / 2;
        PixelRectangle best = default;
        double least = double.PositiveInfinity;
        foreach ((int x, int y) in isLarge ? places : places[..^4])
        {
            int left = Math.Clamp(x, limits.Left + gap, limits.Right - gap - width);
            int top = Math.Clamp(y, limits.Top + gap, limits.Bottom - gap - height);
            var place = new PixelRectangle(left, top, left + width, top + height);
            double hidden = Hidden(polyps, place, gap) + (field is null ? 0 : CutOffWeight * Outside(field, place));
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

    /// <summary>Upper left corners of the places at a distance from a box, the best first.</summary>
    private static void Around(in PixelRectangle box, int width, int height, int gap, Span<(int X, int Y)> places)
    {
        int centre = (box.Left + box.Right - width) / 2, middle = (box.Top + box.Bottom - height) / 2;
        (int above, int below) = (box.Top - gap - height, box.Bottom + gap);
        (int before, int behind) = (box.Left - gap - width, box.Right + gap);
        ReadOnlySpan<(int, int)> all =
        [
            (centre, above), (box.Left, above), (box.Right - width, above),
            (centre, below), (box.Left, below), (box.Right - width, below),
            (behind, box.Top), (before, box.Top), (behind, middle), (before, middle),
            (behind, box.Bottom - height), (before, box.Bottom - height),
        ];
        all.CopyTo(places);
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

    /// <summary>How many pixels of a rectangle lie outside the field.</summary>
    private static double Outside(FieldOfView field, in PixelRectangle place)
    {
        int inside = 0;
        for (int y = place.Top; y < place.Bottom; y++)
        {
            (int start, int end) = field.Row(y);
            inside += Math.Max(Math.Min(end, place.Right) - Math.Max(start, place.Left), 0);
        }

        return ((double)place.Width * place.Height) - inside;
    }

    private static double Overlap(in PixelRectangle a, in PixelRectangle b) =>
        (double)Math.Max(Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left), 0)
        * Math.Max(Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top), 0);
}
