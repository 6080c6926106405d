using System.Text.Json.Nodes;
using VideoSeg.Host.Service;
using VideoSeg.Pipeline.Live;

namespace VideoSeg.Host.Api.Messages;

/// <summary>A stream as the API tells it.</summary>
internal sealed record StreamStatus
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>What people call it.</summary>
    public required string Title { get; init; }

    /// <summary>Who made it, and so who may change it.</summary>
    public required StreamOrigin Origin { get; init; }

    /// <summary>Whether it is to run.</summary>
    public required bool Enabled { get; init; }

    /// <summary>Its source.</summary>
    public required SourceStatus Source { get; init; }

    /// <summary>How far its marks can be relied on.</summary>
    public required SegmentationState Segmentation { get; init; }

    /// <summary>Why; empty where all is well.</summary>
    public required string SegmentationReason { get; init; }

    /// <summary>The field of view, for people; absent while the stream does not run.</summary>
    public string? Field { get; init; }

    /// <summary>Frames handed on a second, over the last seconds; absent while the stream does not run.</summary>
    public double? Fps { get; init; }

    /// <summary>Frames that the network looked at a second, over the last seconds; absent while the stream does not run.</summary>
    public double? AnalysedFps { get; init; }

    /// <summary>Times of the last seconds; absent while the stream does not run.</summary>
    public DelayFigures? Delays { get; init; }

    /// <summary>Seconds since its last frame, to about a second; absent where none has come.</summary>
    public double? FrameAge { get; init; }

    /// <summary>Frames decoded so far, slates not counted.</summary>
    public long Captured { get; init; }

    /// <summary>Frames handed to the outlets so far.</summary>
    public long Delivered { get; init; }

    /// <summary>Frames given up so far.</summary>
    public long Dropped { get; init; }

    /// <summary>Frames that failed so far.</summary>
    public long Failed { get; init; }

    /// <summary>Slates handed to the outlets so far.</summary>
    public long Slates { get; init; }

    /// <summary>Frames given up so far, by reason.</summary>
    public IReadOnlyDictionary<string, long>? Drops { get; init; }

    /// <summary>Frames that the network looked at so far.</summary>
    public long Analysed { get; init; }

    /// <summary>Its outlets.</summary>
    public required OutletStatus[] Outlets { get; init; }

    /// <summary>Its configuration, without passwords; absent in lists and events.</summary>
    public JsonObject? Configuration { get; init; }
}
