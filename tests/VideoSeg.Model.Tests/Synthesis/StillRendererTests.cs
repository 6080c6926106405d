using VideoSeg.Model.Synthesis;
using Xunit;

namespace VideoSeg.Model.Tests.Synthesis;

public class StillRendererTests
{
    private static readonly StillRenderer s_small = new(120, 96);

    [Fact]
    public void RenderStill_TheSampleSeed_IsRefused()
    {
        var fault = Assert.Throws<VideoSegException>(() => s_small.RenderStill(ReservedSeeds.Sample));

        Assert.Equal(FaultKind.Usage, fault.Kind);
    }

    [Fact]
    public void RenderStill_SameSeedInAnotherOrder_GivesTheSameBytes()
    {
        RenderedFrame first = s_small.RenderStill(41);
        s_small.RenderStill(42);
        RenderedFrame again = s_small.RenderStill(41);

        Assert.Equal(first.Picture.Data, again.Picture.Data);
        Assert.Equal(first.Mask.Data, again.Mask.Data);
    }

    [Fact]
    public void RenderStill_ManySeeds_GivesPolypsOfManySizesAndSomeNone()
    {
        var shares = new double[40];
        Parallel.For(0, shares.Length, new ParallelOptions { MaxDegreeOfParallelism = 2 }, i =>
            shares[i] = s_small.RenderStill(1000 + (ulong)i).Mask.Data.Average(value => value / 255.0));

        Assert.InRange(shares.Count(share => share == 0), 3, 20);
        Assert.InRange(shares.Count(share => share > 0.02), 15, 37);
        Assert.InRange(shares.Count(share => share > 0.08), 4, 30);
    }
}
