using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Pipeline.Segment;

/// <summary>
/// Which frames the network looks at; in the others the last masks are carried along with the picture. The first frame is always looked at.
/// </summary>
public sealed record AnalysisOptions
{
    /// <summary>Every so many frames one. Default 1: each.</summary>
    [Range(1, 1_000_000)]
    public int Every { get; init; } = 1;

    /// <summary>At most so many frames a second of the recording, 0.001 to 1000. Default null: as many as there are.</summary>
    [Range(0.001, 1000)]
    public double? FramesPerSecond { get; init; }

    /// <summary>Whether any frame may be left out.</summary>
    public bool IsSparse => Every > 1 || FramesPerSecond is not null;
}
