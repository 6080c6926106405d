using System.Numerics;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Tests.Live.Delivery;

/// <summary>What a frame said when it was handed over.</summary>
internal sealed record ShownFrame(
    long Number, long Ticks, bool IsSlate, bool HasOriginal, SegmentationState State, long? AnalysedNumber, TimeSpan? MaskAge, TimeSpan Added, Vector2[][] Outlines, byte[] Annotated, byte[]? Original, byte[]? Touched)
{
    public static ShownFrame Of(LiveFrame frame, TimeProvider time, bool keepsPictures) => new(
        frame.Number, frame.Ticks, frame.IsSlate, frame.Original is not null, frame.State, frame.AnalysedNumber, frame.MaskAge, time.GetElapsedTime(frame.CapturedAt, frame.HandedOverAt),
        [.. OutlinesOf(frame.Polyps)],
        keepsPictures ? Support.FrameSupport.Samples(frame.Annotated.Planes) : [],
        keepsPictures && frame.Original is { } original ? Support.FrameSupport.Samples(original.Planes) : null,
        frame.Touched?.Pixels.ToArray());

    /// <summary>Middle of the largest polyp's outline.</summary>
    public Vector2 Middle => Outlines[0].Aggregate(Vector2.Zero, (sum, point) => sum + point) / Outlines[0].Length;

    private static List<Vector2[]> OutlinesOf(PolypSet polyps)
    {
        var outlines = new List<Vector2[]>();
        foreach (ref readonly Detection detection in polyps.Detections)
        {
            outlines.Add(polyps.Outline(detection).ToArray());
        }

        return outlines;
    }
}
