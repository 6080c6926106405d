using VideoSeg.Model.Data;
using Xunit;

namespace VideoSeg.Model.Tests.Data;

public class SampleGroupsTests
{
    [Theory]
    [InlineData("a b|c|d|e", "", "a b|c|d|e")]
    [InlineData("a b|c|d|e", "c e", "a b|c e|d")]
    [InlineData("a b|c|d|e", "b d|e c", "a b d|c e")]
    [InlineData("a|b|c", "a b|b c", "a b c")]
    [InlineData("a|b", "x y", "a|b")]
    public void Join_OfGroupsAndWhatMustStayTogether_PartsNeither(string groups, string together, string expected)
    {
        var joined = SampleGroups.Join(Parse(groups), Parse(together));
        Assert.Equal(expected, string.Join('|', joined.Select(group => string.Join(' ', group.Select(sample => sample.Name)))));
    }

    private static List<List<SegmentationSample>> Parse(string groups) =>
        [.. groups.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(group => group.Split(' ').Select(name => new SegmentationSample(name, name, name)).ToList())];
}
