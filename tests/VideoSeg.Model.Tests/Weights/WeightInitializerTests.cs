using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Weights;
using Xunit;

namespace VideoSeg.Model.Tests.Weights;

public sealed class WeightInitializerTests
{
    private static readonly NetworkGraph Graph = ResUNetPlusPlus.Build();

    [Fact]
    public void Create_ForANetwork_FitsItExactly() =>
        Assert.True(WeightDifferences.Between(Graph, WeightInitializer.Create(Graph, 1)).IsEmpty);

    [Fact]
    public void Create_WithTheSameSeed_GivesTheSameWeights_AndOthersWithAnother()
    {
        const string name = "b1.c2.0.weight";
        float[] first = WeightInitializer.Create(Graph, 1).GetFloats(name);
        Assert.Equal(first, WeightInitializer.Create(Graph, 1).GetFloats(name));
        Assert.NotEqual(first, WeightInitializer.Create(Graph, 2).GetFloats(name));
    }

    [Fact]
    public void Create_ForAConvolution_IsUniformWithinOneOverTheRootOfTheFanIn()
    {
        WeightSet weights = WeightInitializer.Create(Graph, 1);
        double bound = 1 / Math.Sqrt(128 * 9);
        float[] kernel = weights.GetFloats("b1.c2.0.weight");
        Assert.All(kernel, value => Assert.InRange(value, -bound, bound));
        Assert.Equal(0, kernel.Average(), bound * 0.01);
        Assert.Equal(bound * bound / 3, kernel.Average(value => value * value), bound * bound * 0.01);
        Assert.All(weights.GetFloats("b1.c2.0.bias"), value => Assert.InRange(value, -bound, bound));
        Assert.NotEqual(kernel[..256], weights.GetFloats("b1.c2.0.bias"));
    }

    [Fact]
    public void Create_ForABatchNorm_IsTheIdentity()
    {
        WeightSet weights = WeightInitializer.Create(Graph, 1);
        Assert.All(weights.GetFloats("b1.c2.1.weight").Concat(weights.GetFloats("b1.c2.1.running_var")), value => Assert.Equal(1, value));
        Assert.All(weights.GetFloats("b1.c2.1.bias").Concat(weights.GetFloats("b1.c2.1.running_mean")), value => Assert.Equal(0, value));
    }

    [Fact]
    public void Create_WithSeedOne_GivesTheseValuesOnEveryMachine() => Assert.Equal(
        [0.07653786242008209f, -0.052411410957574844f, -0.1634674370288849f],
        WeightInitializer.Create(Graph, 1).GetFloats("c1.c1.0.weight")[..3]);
}
