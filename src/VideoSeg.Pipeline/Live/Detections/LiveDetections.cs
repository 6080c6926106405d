using System.Collections.Immutable;

namespace VideoSeg.Pipeline.Live.Detections;

/// <summary>
/// What was found in a frame of a live stream that the network looked at, where it lies on the frame that showed it first; or that the state of the
/// marks has changed, with no polyps where there are no marks.
/// </summary>
/// <param name="Stream">Name of the stream.</param>
/// <param name="Frame">Number of the frame that shows it, in its stream.</param>
/// <param name="AnalysedFrame">Number of the frame that the network looked at; null where there are no masks.</param>
/// <param name="CapturedAt">When the frame that shows it was decoded.</param>
/// <param name="Width">Width of the picture.</param>
/// <param name="Height">Height of the picture.</param>
/// <param name="MaskAge">How much earlier the analysed frame was decoded; null where there are no masks.</param>
/// <param name="State">How far the marks can be relied on.</param>
/// <param name="IsSlate">Whether the picture is a slate: the source is away.</param>
/// <param name="Polyps">The polyps, largest first within a class.</param>
public sealed record LiveDetections(
    string Stream, long Frame, long? AnalysedFrame, DateTimeOffset CapturedAt, int Width, int Height, TimeSpan? MaskAge,
    SegmentationState State, bool IsSlate, ImmutableArray<LivePolyp> Polyps);
