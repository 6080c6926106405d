using VideoSeg.Model.Data;
using Xunit;

namespace VideoSeg.Model.Tests.Data;

public sealed class ValidationSplitTests
{
    [Fact]
    public void Create_KeepsGroupsTogetherAndEverySampleOnce()
    {
        var groups = Groups([.. Enumerable.Range(0, 200).Select(i => 1 + (i % 4))]);
        ValidationSplit split = ValidationSplit.Create(groups, 0.1, seed: 7);

        Assert.Equal(50, split.Validation.Count);
        Assert.Equal(450, split.Training.Count);
        Assert.Empty(split.Validation.Intersect(split.Training));
        var held = split.Validation.ToHashSet();
        Assert.All(groups, g => Assert.True(g.All(held.Contains) || !g.Any(held.Contains)));
    }

    [Fact]
    public void Create_SameSeed_GivesTheSameWhateverTheOrder()
    {
        var groups = Groups([.. Enumerable.Repeat(1, 100)]);
        string first = Names(ValidationSplit.Create(groups, 0.2, seed: 1));

        Assert.Equal(first, Names(ValidationSplit.Create([.. Enumerable.Reverse(groups)], 0.2, seed: 1)));
        Assert.NotEqual(first, Names(ValidationSplit.Create(groups, 0.2, seed: 2)));
    }

    [Fact]
    public void Create_OneSampleMore_ChangesLittle()
    {
        var groups = Groups([.. Enumerable.Repeat(1, 201)]);
        var before = ValidationSplit.Create([.. groups.Take(200)], 0.2, seed: 1).Validation;
        var after = ValidationSplit.Create(groups, 0.2, seed: 1).Validation;
        Assert.InRange(before.Except(after).Count(), 0, 1);
    }

    [Fact]
    public void Create_LargeGroups_TakesTheSmallest()
    {
        ValidationSplit split = ValidationSplit.Create(Groups([30, 20, 25]), 0.01, seed: 1);
        Assert.Equal(20, split.Validation.Count);
    }

    [Fact]
    public void Create_OneGroupOrAFractionOutOfRange_IsRefused()
    {
        Assert.Throws<VideoSegException>(() => ValidationSplit.Create(Groups([5]), 0.1, seed: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ValidationSplit.Create(Groups([5, 5]), 0, seed: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ValidationSplit.Create(Groups([5, 5]), 1, seed: 1));
    }

    private static List<IReadOnlyList<SegmentationSample>> Groups(int[] sizes) =>
        [.. sizes.Select((size, g) => Enumerable.Range(0, size).Select(i => new SegmentationSample($"g{g}-{i}", $"{g}-{i}.png", "m")).ToList())];

    private static string Names(ValidationSplit split) => string.Join(' ', split.Validation.Select(s => s.Name).Order(StringComparer.Ordinal));
}
