using System.Collections.Immutable;
using System.Numerics;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Live.Detections;

/// <summary>Makes detections of live frames. Keeps its memory; used by one thread at a time.</summary>
internal sealed class DetectionsReader(string stream, Func<ImmutableArray<string>> classes, bool withMasks)
{
    private const float Tolerance = 0.5f;

    private readonly PolygonSimplifier _simplifier = new();

    /// <summary>What a frame says.</summary>
    public LiveDetections Read(LiveFrame frame)
    {
        VideoFrame picture = frame.Annotated;
        ImmutableArray<string> names = classes();
        ImmutableArray<LivePolyp>.Builder polyps = ImmutableArray.CreateBuilder<LivePolyp>(frame.Polyps.Detections.Length);
        foreach (ref readonly Detection detection in frame.Polyps.Detections)
        {
            ReadOnlySpan<Vector2> outline = _simplifier.Simplify(frame.Polyps.Outline(detection), Tolerance);
            polyps.Add(new LivePolyp(
                detection.Track > 0 ? detection.Track : null,
                detection.ClassIndex < names.Length ? names[detection.ClassIndex] : "polyp",
                detection.Box, detection.Area, detection.MeanProbability, [.. outline],
                withMasks ? RunLengthMask.Of(frame.Polyps, detection, picture.Width, picture.Height) : null));
        }

        return new LiveDetections(
            stream, frame.Number, frame.AnalysedNumber, frame.CapturedUtc, picture.Width, picture.Height, frame.MaskAge, frame.State, frame.IsSlate, polyps.MoveToImmutable());
    }
}
