using VideoSeg.Model.Data;

namespace VideoSeg.Model.Training;

/// <summary>The recipe's samples, parted into training and hold-out.</summary>
/// <param name="Training">What the network learns from, rendered frames included.</param>
/// <param name="Holdout">What the best weights are picked by.</param>
internal sealed record TrainingData(IReadOnlyList<ITrainingSample> Training, IReadOnlyList<SegmentationSample> Holdout)
{
    /// <summary>Opens the folders and draws the hold-out; near-duplicates stay on one side.</summary>
    public static TrainingData Open(TrainingConfig config, string dataFolder)
    {
        var samples = config.Data.SelectMany(source => SegmentationFolder.Open(
            Path.Combine(dataFolder, source.Images),
            Path.Combine(dataFolder, source.Masks),
            source.Split is null ? null : Path.Combine(dataFolder, source.Split))).ToList();
        ValidationSplit split = ValidationSplit.Create(NearDuplicates.Group(samples), config.ValidationFraction, (ulong)config.Seed);
        return new([.. split.Training.Select(sample => new FileSample(sample)), .. RenderedSample.Create(config.RenderedFrames, config.Seed)], split.Validation);
    }
}
