using System.Collections.Immutable;
using VideoSeg.Model.Evaluation;

namespace VideoSeg.Pipeline.Scores;

/// <summary>How well polyps were found in video.</summary>
public sealed record VideoScores
{
    /// <summary>How it was measured.</summary>
    public required VideoScoreOptions Options { get; init; }

    /// <summary>Number of sequences.</summary>
    public required int Sequences { get; init; }

    /// <summary>Number of frames.</summary>
    public required int Frames { get; init; }

    /// <summary>The polyps of the truth.</summary>
    public required ImmutableArray<TruePolyp> Polyps { get; init; }

    /// <summary>Polyps that were shown and in none of their frames touched one of the truth.</summary>
    public required int FalseAlarms { get; init; }

    /// <summary>Frames with a mark that touches no polyp.</summary>
    public required int FalseFrames { get; init; }

    /// <summary>Length of all sequences in minutes, at the given frames a second.</summary>
    public double Minutes => Frames / Options.FramesPerSecond / 60;

    /// <summary>False alarms a minute; not a number where there is no frame.</summary>
    public double FalseAlarmsPerMinute => Frames == 0 ? double.NaN : FalseAlarms / Minutes;

    /// <summary>Share of the polyps that were marked in at least one frame.</summary>
    public ScoreInterval Sensitivity => Share(polyp => polyp.Marked > 0);

    /// <summary>Share of the polyps that were marked in so many frames in a row (<see cref="VideoScoreOptions.Consecutive"/>).</summary>
    public ScoreInterval SteadySensitivity => Share(polyp => polyp.LongestRun >= Options.Consecutive);

    /// <summary>Share of all polyps' frames in which they were marked; a frame with two polyps counts twice. Not a number where there is no polyp.</summary>
    public double FrameSensitivity => Polyps.Sum(polyp => (double)polyp.Marked) / Polyps.Sum(polyp => polyp.Frames);

    /// <summary>Polyps that were marked in no frame.</summary>
    public int NeverMarked => Polyps.Count(polyp => polyp.Marked == 0);

    /// <summary>Frames to the first mark of the polyps that were marked, sorted.</summary>
    public ImmutableArray<int> Delays => [.. Polyps.Select(polyp => polyp.Delay).OfType<int>().Order()];

    /// <summary>Median of <see cref="Delays"/> in frames; not a number where no polyp was marked.</summary>
    public double MedianDelay => Delays is { IsEmpty: false } delays ? (delays[(delays.Length - 1) / 2] + delays[delays.Length / 2]) / 2.0 : double.NaN;

    /// <summary>Frames as milliseconds.</summary>
    public double Milliseconds(double frames) => 1000 * frames / Options.FramesPerSecond;

    private ScoreInterval Share(Func<TruePolyp, bool> holds) =>
        ShareInterval.Of([.. Polyps.Select(holds)], Sequences > 1 ? [.. Polyps.Select(polyp => polyp.Sequence)] : null);
}
