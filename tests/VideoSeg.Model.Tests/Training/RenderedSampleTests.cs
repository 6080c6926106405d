using VideoSeg.Model.Synthesis;
using VideoSeg.Model.Training;
using Xunit;

namespace VideoSeg.Model.Tests.Training;

public class RenderedSampleTests
{
    [Fact]
    public void Create_PastTheReservedSeed_LeavesItOut()
    {
        string[] names = [.. RenderedSample.Create((int)ReservedSeeds.Sample + 10, recipeSeed: 0).Select(sample => sample.Name)];
        Assert.Equal((int)ReservedSeeds.Sample + 10, names.Distinct().Count());
        Assert.DoesNotContain($"rendered-{ReservedSeeds.Sample}", names);
        Assert.Equal("rendered-1", names[0]);
    }
}
