namespace VideoSeg.Model.Data;

/// <summary>Groups of samples that must stay on one side of any split.</summary>
public static class SampleGroups
{
    /// <summary>The groups, where those that hold samples of one of <paramref name="together"/> have become one, in the place of the first of them.</summary>
    /// <param name="groups">All samples in groups (<see cref="NearDuplicates"/>).</param>
    /// <param name="together">Samples that must stay together besides (<see cref="FrameSequence"/>).</param>
    public static IReadOnlyList<IReadOnlyList<SegmentationSample>> Join(
        IReadOnlyList<IReadOnlyList<SegmentationSample>> groups, IEnumerable<IReadOnlyList<SegmentationSample>> together)
    {
        List<IReadOnlyList<SegmentationSample>> joined = [.. groups];
        foreach (HashSet<SegmentationSample> members in together.Select(samples => samples.ToHashSet()))
        {
            bool IsTouched(IReadOnlyList<SegmentationSample> group) => group.Any(members.Contains);

            int first = joined.FindIndex(IsTouched);
            if (first >= 0)
            {
                List<SegmentationSample> one = [.. joined.Where(IsTouched).SelectMany(group => group)];
                joined.RemoveAll(IsTouched);
                joined.Insert(first, one);
            }
        }

        return joined;
    }
}
