using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;
using Xunit;

namespace VideoSeg.Model.Tests.Architectures;

public sealed class ResUNetPlusPlusTests
{
    private static readonly NetworkGraph Graph = ResUNetPlusPlus.Build();

    [Fact]
    public void Parameters_Counted_AreThePublishedNumbers()
    {
        Assert.Equal(4_062_993, Graph.TrainableCount);
        Assert.Equal(4_070_385, Graph.TrainableCount + Graph.StatisticCount);
    }

    /// <summary>
    /// By hand, with Cin to Cout channels. A residual block has 10 Cin Cout + 9.25 Cout^2 + 2 Cin + 7 Cout parameters (convolutions of 9 and 1 taps
    /// from Cin and of 9 from Cout, three normalisations, squeeze and excitation's Cout^2 / 4), a pyramid 36 Cin Cout + Cout^2 + 13 Cout, attention of
    /// Cg and Cx channels 9 Cg Cx + 18 Cx^2 + 2 Cg + 7 Cx. Stem 10,656; c2 58,880; c3 234,496; c4 935,936; b1 4,987,392; d1 5,312,256 + 2,247,680;
    /// d2 1,329,024 + 562,688; d3 332,736 + 141,056; last pyramid 75,168; head 33.
    /// </summary>
    [Fact]
    public void Parameters_OfTheWideOne_AreTheSumByHand()
    {
        NetworkGraph wide = ResUNetPlusPlus.BuildWide();
        Assert.Equal(16_228_001, wide.TrainableCount);
        Assert.Equal(2 * Graph.StatisticCount, wide.StatisticCount);
        Assert.Equal(Graph.Parameters.Select(p => p.Name), wide.Parameters.Select(p => p.Name));
    }

    [Theory]
    [InlineData("c1", 32, 352, 10_656)]
    [InlineData("c2", 64, 176, 58_880)]
    [InlineData("c4", 256, 44, 935_936)]
    [InlineData("b1", 512, 44, 4_987_392)]
    [InlineData("d1.a1", 512, 44, 5_312_256)]
    [InlineData("d1.r1", 256, 88, 2_247_680)]
    [InlineData("aspp", 32, 352, 75_168)]
    [InlineData("output", 1, 352, 33)]
    public void Stage_OfTheWideOneAt352_HasTheSpecifiedShapeAndParameters(string name, int channels, int size, long parameters)
    {
        StageSummary stage = GraphSummary.Create(ResUNetPlusPlus.BuildWide(), 352, 352).Stages.Single(s => s.Name == name);
        Assert.Equal((new TensorShape(1, channels, size, size), parameters), (stage.Output, stage.Parameters));
    }

    [Fact]
    public void MultiplyAccumulates_At352_Are29Point62Billion() =>
        Assert.Equal(29.62, GraphSummary.Create(Graph, 352, 352).MultiplyAccumulates / 1e9, 2);

    [Theory]
    [InlineData("c1", 16, 352, 2_960, 0.345)]
    [InlineData("c2", 32, 176, 14_848, 0.444)]
    [InlineData("c3", 64, 88, 58_880, 0.444)]
    [InlineData("c4", 128, 44, 234_496, 0.444)]
    [InlineData("b1", 256, 44, 1_248_512, 2.411)]
    [InlineData("d1.a1", 256, 44, 1_329_024, 3.426)]
    [InlineData("d1.r1", 128, 88, 562_688, 4.314)]
    [InlineData("d2.a1", 128, 88, 332_736, 3.426)]
    [InlineData("d2.r1", 64, 176, 141_056, 4.314)]
    [InlineData("d3.a1", 64, 176, 83_424, 3.426)]
    [InlineData("d3.r1", 32, 352, 35_456, 4.314)]
    [InlineData("aspp", 16, 352, 18_896, 2.316)]
    [InlineData("output", 1, 352, 17, 0.002)]
    public void Stage_At352_HasTheSpecifiedShapeParametersAndWork(string name, int channels, int size, long parameters, double gmac)
    {
        StageSummary stage = GraphSummary.Create(Graph, 352, 352).Stages.Single(s => s.Name == name);
        Assert.Equal(new TensorShape(1, channels, size, size), stage.Output);
        Assert.Equal(parameters, stage.Parameters);
        Assert.Equal(gmac, stage.MultiplyAccumulates / 1e9, 3);
    }

    [Fact]
    public void Stages_Listed_AreThoseOfTheSpecification() => Assert.Equal(
        ["c1", "c2", "c3", "c4", "b1", "d1.a1", "d1.r1", "d2.a1", "d2.r1", "d3.a1", "d3.r1", "aspp", "output"],
        GraphSummary.Create(Graph, 352, 352).Stages.Select(s => s.Name));

    [Fact]
    public void ParameterNames_Listed_AreTheReferenceStateDict()
    {
        IEnumerable<string> attention = Suffixes("g_conv", "x_conv", "gc_conv").SelectMany(c => new[] { Norm($"a1.{c}.0"), Conv($"a1.{c}.2") }).SelectMany(n => n);
        IEnumerable<string> residual = [.. Norm("c1.0"), .. Conv("c1.2"), .. Norm("c1.3"), .. Conv("c1.5"), .. Conv("c2.0"), .. Norm("c2.1"), "attn.net.0.weight", "attn.net.2.weight"];
        IEnumerable<string> pyramid = [.. Suffixes("c1", "c2", "c3", "c4").SelectMany(c => Conv($"{c}.0").Concat(Norm($"{c}.1"))), .. Conv("c5")];
        IEnumerable<string> expected =
        [
            .. Under("c1", [.. Conv("c1.0"), .. Norm("c1.1"), .. Conv("c1.3"), .. Conv("c2.0"), .. Norm("c2.1"), "attn.net.0.weight", "attn.net.2.weight"]),
            .. Suffixes("c2", "c3", "c4").SelectMany(c => Under(c, residual)),
            .. Suffixes("b1", "aspp").SelectMany(p => Under(p, pyramid)),
            .. Suffixes("d1", "d2", "d3").SelectMany(d => Under(d, attention).Concat(Under($"{d}.r1", residual))),
            .. Conv("output"),
        ];
        Assert.Equal(expected.Order(StringComparer.Ordinal), Graph.Parameters.Select(p => p.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Build_WithThreeClasses_HasThreeLogitPlanes()
    {
        NetworkGraph graph = ResUNetPlusPlus.Build(classes: 3);
        Assert.Equal(3, graph.OutputChannels);
        Assert.Equal(new TensorShape(2, 3, 64, 96), graph.InferShapes(2, 64, 96)[graph.Outputs.Single().Node]);
    }

    [Theory]
    [InlineData(350, 352, "got 352 x 350; the next size up is 352 x 352")]
    [InlineData(352, 0, "the next size up is 8 x 352")]
    public void InferShapes_OfASizeThatIsNoMultipleOfEight_SaysWhatIsExpected(int height, int width, string message)
    {
        var e = Assert.Throws<VideoSegException>(() => Graph.InferShapes(1, height, width));
        Assert.Equal(FaultKind.Usage, e.Kind);
        Assert.Contains("multiples of 8", e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    private static string[] Suffixes(params string[] names) => names;

    private static IEnumerable<string> Conv(string name) => [$"{name}.weight", $"{name}.bias"];

    private static IEnumerable<string> Norm(string name) =>
        [$"{name}.weight", $"{name}.bias", $"{name}.running_mean", $"{name}.running_var", $"{name}.num_batches_tracked"];

    private static IEnumerable<string> Under(string prefix, IEnumerable<string> names) => names.Select(n => $"{prefix}.{n}");
}
