using System.Collections.Immutable;

namespace VideoSeg.Pipeline.Output.Gallery;

/// <summary>What a recording showed of one polyp.</summary>
public sealed record PolypRecord
{
    /// <summary>Its number, from 1 (<see cref="Segment.Detection.Track"/>).</summary>
    public required int Number { get; init; }

    /// <summary>Name of its class.</summary>
    public required string Class { get; init; }

    /// <summary>
    /// When it was seen, in order: from a frame's presentation time to the end of the last frame of an unbroken row, in seconds. At least one.
    /// </summary>
    public required ImmutableArray<(double Start, double End)> Spans { get; init; }

    /// <summary>Frames it was seen in, at least 1.</summary>
    public required long Frames { get; init; }

    /// <summary>Its largest area in one frame, in pixels, holes not counted.</summary>
    public required double LargestArea { get; init; }

    /// <summary>The largest share of the field of view that it takes in a frame, 0 to 1.</summary>
    public required double LargestShare { get; init; }

    /// <summary>Mean over its frames of the network's mean probability, 0 to 1.</summary>
    public required double MeanProbability { get; init; }

    /// <summary>The largest of these, 0 to 1.</summary>
    public required double MaximumProbability { get; init; }

    /// <summary>Presentation time of the first frame that shows it, in seconds.</summary>
    public double FirstSeen => Spans[0].Start;

    /// <summary>End of the last frame that shows it, in seconds.</summary>
    public double LastSeen => Spans[^1].End;

    /// <summary>Times it was lost and found again.</summary>
    public int Losses => Spans.Length - 1;

    /// <summary>How long it was seen, in seconds, losses not counted.</summary>
    public double SecondsSeen => Spans.Sum(span => span.End - span.Start);
}
