using System.Collections.Immutable;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Preprocess;
using VideoSeg.Pipeline.Tracking;

namespace VideoSeg.Pipeline.Jobs;

/// <summary>How a job went.</summary>
public sealed record FileJobReport
{
    /// <summary>Where the output lies.</summary>
    public required string Output { get; init; }

    /// <summary>Frames decoded.</summary>
    public required long FramesIn { get; init; }

    /// <summary>Frames encoded; equal to <see cref="FramesIn"/> unless the job was interrupted.</summary>
    public required long FramesOut { get; init; }

    /// <summary>Frames given up because the job was interrupted.</summary>
    public required long FramesDropped { get; init; }

    /// <summary>Frames that the network looked at.</summary>
    public required long FramesAnalysed { get; init; }

    /// <summary>Frames with at least one polyp.</summary>
    public required long FramesWithPolyps { get; init; }

    /// <summary>Polyps in all frames together: one that is seen in ten frames counts ten times.</summary>
    public required long Detections { get; init; }

    /// <summary>Polyps, each counted once however long it was seen; null where they were not followed.</summary>
    public required int? Polyps { get; init; }

    /// <summary>The field of view, in the size of the first frames; null where no frame was read.</summary>
    public FieldOfView? Field { get; init; }

    /// <summary>Pictures that the field was found in; 0 where it was given.</summary>
    public int FieldPictures { get; init; }

    /// <summary>How steady the network's own masks are; null where it was not measured.</summary>
    public Steadiness? Unsteadied { get; init; }

    /// <summary>How steady they are as shown; null where it was not measured, or nothing was steadied.</summary>
    public Steadiness? Steadied { get; init; }

    /// <summary>From the first frame read to the closed output; opening files and loading the network not counted.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The time each step took, by name, in the order of a frame's way.</summary>
    public required ImmutableArray<StepReport> Steps { get; init; }

    /// <summary>What segmented.</summary>
    public required SegmenterInfo Segmenter { get; init; }

    /// <summary>What became of the input's data, damaged parts included.</summary>
    public required VideoReaderStatistics Input { get; init; }

    /// <summary>What was written, and what of it was changed: times that were moved, frames that were converted.</summary>
    public required VideoWriterStatistics Written { get; init; }

    /// <summary>When it ended.</summary>
    public DateTimeOffset Ended { get; init; }

    /// <summary>For people: what of the input is damaged; null where nothing is.</summary>
    public string? DamageNote => Input is { DecodeErrors: > 0 } or { CorruptFrames: > 0 } or { ReadErrors: > 0 }
        ? $"the input is damaged: {Input.CorruptFrames} frames shown damaged, {Input.DecodeErrors} packets not decoded, {Input.ReadErrors} places unreadable"
        : null;

    /// <summary>For people: everything in which the output differs from its source.</summary>
    public required ImmutableArray<string> Notes { get; init; }

    /// <summary>Whether somebody stopped it before everything of the input was in the output.</summary>
    public required bool WasInterrupted { get; init; }

    /// <summary>Frames a second.</summary>
    public double FramesPerSecond => Elapsed > TimeSpan.Zero ? FramesOut / Elapsed.TotalSeconds : 0;
}
