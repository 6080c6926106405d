using VideoSeg.Model.Data;
using VideoSeg.Model.Data.Packs;
using VideoSeg.Model.Images;

namespace VideoSeg.Model.Training;

/// <summary>The recipe's samples, parted into training and hold-out.</summary>
/// <param name="Training">What the network learns from, rendered frames included.</param>
/// <param name="Holdout">What the best weights are picked by.</param>
internal sealed record TrainingData(IReadOnlyList<ITrainingSample> Training, IReadOnlyList<ITrainingSample> Holdout)
{
    /// <summary>
    /// Opens the folders and packs and draws the hold-out, the same share of each of them; near-duplicates and the frames of a sequence stay on one side.
    /// </summary>
    /// <param name="config">The recipe.</param>
    /// <param name="dataFolder">What its paths are relative to.</param>
    /// <param name="recipeFolder">What its paths of split files that begin with <c>./</c> or <c>../</c> are relative to.</param>
    /// <param name="cancellationToken">Ends the comparison of pictures early.</param>
    public static TrainingData Open(TrainingConfig config, string dataFolder, string recipeFolder, CancellationToken cancellationToken)
    {
        var readers = new Dictionary<SegmentationSample, ITrainingSample>();
        var sources = config.Data.Select(source => (source.Sequences, Samples: Open(source, config, dataFolder, recipeFolder, readers))).ToList();
        var samples = sources.SelectMany(source => source.Samples).ToList();
        var sequences = sources.Where(source => source.Sequences is not null).GroupBy(source => source.Sequences!).SelectMany(table => FrameSequence.Group(
            [.. table.SelectMany(source => source.Samples)],
            FrameSequence.ReadTable(Path.Combine(dataFolder, table.Key)))).ToList();
        var groups = SampleGroups.Join(NearDuplicates.Group(samples, sample => readers[sample].ReadImage(), cancellationToken), sequences);
        ValidationSplit split = Split(groups, [.. sources.Select(source => source.Samples)], config);
        return new(
            [.. split.Training.Select(sample => readers[sample]), .. RenderedSample.Create(config.RenderedFrames, config.Seed)],
            [.. split.Validation.Select(sample => readers[sample])]);
    }

    /// <summary>
    /// Not of all sources at once: where a part of one was held out for tests by the same seed (<c>data split</c>), that part had the groups that come first,
    /// and none would be left to this hold-out. A source of one group is trained on as a whole, where there are others.
    /// </summary>
    private static ValidationSplit Split(
        IReadOnlyList<IReadOnlyList<SegmentationSample>> groups, IReadOnlyList<IReadOnlyList<SegmentationSample>> sources, TrainingConfig config)
    {
        var sourceOf = new Dictionary<SegmentationSample, int>();
        for (int i = 0; i < sources.Count; i++)
        {
            foreach (SegmentationSample sample in sources[i])
            {
                sourceOf.TryAdd(sample, i);
            }
        }

        ulong seed = (ulong)(config.HoldoutSeed ?? config.Seed);
        List<List<IReadOnlyList<SegmentationSample>>> parts = [.. groups.GroupBy(group => sourceOf[group[0]]).Select(part => part.ToList())];
        if (parts.All(part => part.Count < 2))
        {
            return ValidationSplit.Create(groups, config.ValidationFraction, seed);
        }

        List<ValidationSplit> splits = [.. parts.Where(part => part.Count > 1).Select(part => ValidationSplit.Create(part, config.ValidationFraction, seed))];
        return new([.. splits.SelectMany(split => split.Training), .. parts.Where(part => part.Count < 2).SelectMany(part => part[0])], [.. splits.SelectMany(split => split.Validation)]);
    }

    private static IReadOnlyList<SegmentationSample> Open(
        DataSource source, TrainingConfig config, string dataFolder, string recipeFolder, Dictionary<SegmentationSample, ITrainingSample> readers)
    {
        string? split = source.Split is null ? null : Path.Combine(IsBesideTheRecipe(source.Split) ? recipeFolder : dataFolder, source.Split);
        if (source.Pack is not null)
        {
            return OpenPack(Path.Combine(dataFolder, source.Pack), split, config, readers);
        }

        IReadOnlyList<SegmentationSample> samples = SegmentationFolder.Open(Path.Combine(dataFolder, source.Images!), Path.Combine(dataFolder, source.Masks!), split);
        foreach (SegmentationSample sample in samples)
        {
            readers[sample] = new FileSample(sample, config.Kinds);
        }

        return samples;
    }

    private static List<SegmentationSample> OpenPack(string path, string? split, TrainingConfig config, Dictionary<SegmentationSample, ITrainingSample> readers)
    {
        PackFile pack = PackFile.Open(path);
        int largest = config.Stages.Max(stage => stage.Size);
        if (largest > pack.Size)
        {
            throw new VideoSegException(FaultKind.Usage, $"{path}: expected pictures of {largest} pixels or more, as the recipe's stages have, found {pack.Size}. Pack the data set anew with --size {largest}.");
        }

        if (config.Kinds > 1 && pack.Kinds != config.Kinds)
        {
            throw new VideoSegException(FaultKind.Usage, $"{path}: expected masks of {config.Kinds} classes besides the background, found {pack.Kinds}. Pack the data set anew with --classes {config.Kinds}.");
        }

        HashSet<string>? wanted = split is null ? null : [.. SplitFile.Read(split)];
        var samples = new List<SegmentationSample>();
        for (int i = 0; i < pack.Count; i++)
        {
            if (wanted?.Remove(pack.Name(i)) ?? true)
            {
                var sample = new SegmentationSample(pack.Name(i), $"{path}, {pack.Name(i)}", path);
                samples.Add(sample);
                readers[sample] = new PackedSample(pack, i, config.Kinds);
            }
        }

        return wanted is { Count: > 0 }
            ? throw new VideoSegException(FaultKind.Input, $"{split}: expected a picture in {path} for every name, found none for {wanted.Min(StringComparer.Ordinal)}{(wanted.Count > 1 ? $" and {wanted.Count - 1} more" : "")}")
            : samples;
    }

    private static bool IsBesideTheRecipe(string path) => path.StartsWith("./", StringComparison.Ordinal) || path.StartsWith("../", StringComparison.Ordinal);
}
