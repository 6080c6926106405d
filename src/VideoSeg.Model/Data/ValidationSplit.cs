using VideoSeg.Model.Randomness;

namespace VideoSeg.Model.Data;

/// <summary>A part of the training data held out for validation.</summary>
/// <param name="Training">Samples to train on, in the order of the groups.</param>
/// <param name="Validation">Samples held out, in the order of the groups.</param>
public sealed record ValidationSplit(IReadOnlyList<SegmentationSample> Training, IReadOnlyList<SegmentationSample> Validation)
{
    /// <summary>
    /// Holds out about <paramref name="fraction"/> of the samples, whole groups at a time: near-duplicates (see <see cref="NearDuplicates"/>) or
    /// the frames of a sequence never fall apart. Which groups depends on the seed and the names alone, not on the order, and changes little when
    /// samples are added.
    /// </summary>
    /// <param name="groups">The samples in groups.</param>
    /// <param name="fraction">Part to hold out, above 0 and below 1.</param>
    /// <param name="seed">Picks the groups.</param>
    /// <exception cref="VideoSegException">There are fewer than two groups (<see cref="FaultKind.Input"/>).</exception>
    public static ValidationSplit Create(IReadOnlyList<IReadOnlyList<SegmentationSample>> groups, double fraction, ulong seed)
    {
        if (!(fraction > 0 && fraction < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "expected a fraction above 0 and below 1");
        }

        if (groups.Count < 2)
        {
            throw new VideoSegException(FaultKind.Input,
                $"expected at least two groups of pictures to hold one out for validation, found {groups.Count}; add data");
        }

        int total = groups.Sum(g => g.Count);
        int wanted = Math.Max(1, (int)Math.Round(fraction * total));
        var held = new HashSet<SegmentationSample>();
        foreach (IReadOnlyList<SegmentationSample> group in groups.OrderBy(g => Rank(g, seed)).ThenBy(g => g[0].Name, StringComparer.Ordinal))
        {
            if (held.Count + group.Count <= wanted)
            {
                held.UnionWith(group);
            }
        }

        if (held.Count == 0)
        {
            // Every group is larger than what was asked for: the smallest is the nearest to it.
            held.UnionWith(groups.MinBy(g => g.Count)!);
        }

        ILookup<bool, SegmentationSample> sides = groups.SelectMany(g => g).ToLookup(held.Contains);
        return new ValidationSplit([.. sides[false]], [.. sides[true]]);
    }

    /// <summary>A number that looks random, from the seed and the group's first name in alphabetical order.</summary>
    private static ulong Rank(IReadOnlyList<SegmentationSample> group, ulong seed)
    {
        // FNV-1a over the name, begun with the seed and stirred.
        ulong hash = 14695981039346656037UL ^ seed;
        foreach (char c in group.Min(s => s.Name)!)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return SplitMix64.Mix(hash);
    }
}
