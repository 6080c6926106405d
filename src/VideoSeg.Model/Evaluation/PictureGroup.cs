namespace VideoSeg.Model.Evaluation;

/// <summary>How well a part of the pictures was done: those of one size of polyp, or of one sequence.</summary>
/// <param name="Name">What they have in common.</param>
/// <param name="Pictures">How many there are, at least 1.</param>
/// <param name="Dice">Their mean Dice.</param>
/// <param name="IoU">Their mean IoU.</param>
/// <param name="Missed">Pictures with a polyp of which no pixel was found.</param>
public sealed record PictureGroup(string Name, int Pictures, ScoreInterval Dice, ScoreInterval IoU, int Missed)
{
    /// <summary>Of some samples.</summary>
    public static PictureGroup Of(string name, IReadOnlyList<SampleScores> samples, BootstrapOptions options)
    {
        var intervals = Bootstrap.Intervals(
            [[.. samples.Select(s => s.Scores.Dice)], [.. samples.Select(s => s.Scores.IoU)]], SampleScores.Groups(samples), options);
        return new(name, samples.Count, intervals[0], intervals[1], samples.Count(s => s.IsMissed));
    }
}
