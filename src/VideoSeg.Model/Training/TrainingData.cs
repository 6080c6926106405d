using VideoSeg.Model.Data;

namespace VideoSeg.Model.Training;

/// <summary>The recipe's samples, parted into training and hold-out.</summary>
/// <param name="Training">What the network learns from, rendered frames included.</param>
/// <param name="Holdout">What the best weights are picked by.</param>
internal sealed record TrainingData(IReadOnlyList<ITrainingSample> Training, IReadOnlyList<SegmentationSample> Holdout)
{
    /// <summary>Opens the folders and draws the hold-out; near-duplicates and the frames of a sequence stay on one side.</summary>
    /// <param name="config">The recipe.</param>
    /// <param name="dataFolder">What its paths are relative to.</param>
    /// <param name="recipeFolder">What its paths of split files that begin with <c>./</c> or <c>../</c> are relative to.</param>
    /// <param name="cancellationToken">Ends the comparison of pictures early.</param>
    public static TrainingData Open(TrainingConfig config, string dataFolder, string recipeFolder, CancellationToken cancellationToken)
    {
        var sources = config.Data.Select(source => (source.Sequences, Samples: SegmentationFolder.Open(
            Path.Combine(dataFolder, source.Images),
            Path.Combine(dataFolder, source.Masks),
            source.Split is null ? null : Path.Combine(IsBesideTheRecipe(source.Split) ? recipeFolder : dataFolder, source.Split)))).ToList();
        var samples = sources.SelectMany(source => source.Samples).ToList();
        var sequences = sources.Where(source => source.Sequences is not null).GroupBy(source => source.Sequences!).SelectMany(table => FrameSequence.Group(
            [.. table.SelectMany(source => source.Samples)],
            FrameSequence.ReadTable(Path.Combine(dataFolder, table.Key)))).ToList();
        var groups = SampleGroups.Join(NearDuplicates.Group(samples, cancellationToken), sequences);
        ValidationSplit split = ValidationSplit.Create(groups, config.ValidationFraction, (ulong)(config.HoldoutSeed ?? config.Seed));
        return new([.. split.Training.Select(sample => new FileSample(sample, config.Kinds)), .. RenderedSample.Create(config.RenderedFrames, config.Seed)], split.Validation);
    }

    private static bool IsBesideTheRecipe(string path) => path.StartsWith("./", StringComparison.Ordinal) || path.StartsWith("../", StringComparison.Ordinal);
}
