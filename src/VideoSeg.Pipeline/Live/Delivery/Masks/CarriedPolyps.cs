using System.Numerics;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Live.Delivery.Masks;

/// <summary>Brings boxes and areas of polyps in line with outlines that were moved.</summary>
internal static class CarriedPolyps
{
    /// <summary>Does so; polyps of which nothing is left within the limits are taken out.</summary>
    public static void Settle(PolypSet polyps, bool isCarried, in PixelRectangle limits)
    {
        polyps.IsCarried = isCarried;
        for (int i = polyps.Detections.Length - 1; isCarried && i >= 0; i--)
        {
            Detection detection = polyps.Detections[i];
            (Vector2 minimum, Vector2 maximum) = Polygon.Bounds(polyps.Outline(detection));
            double area = 0;
            for (int ring = 0; ring < detection.RingCount; ring++)
            {
                area += Polygon.SignedArea(polyps.Ring(detection.FirstRing + ring));
            }

            PixelRectangle box = limits.Around(minimum, maximum, 0);
            if (area < 1 || box.IsEmpty)
            {
                polyps.Remove(i);
                continue;
            }

            polyps.SetPlace(i, new PixelRegion(box.Left, box.Top, box.Width, box.Height), area);
        }
    }
}
