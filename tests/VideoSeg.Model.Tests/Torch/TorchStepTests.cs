using VideoSeg.Model.Architectures;
using VideoSeg.Model.Compile;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using VideoSeg.Model.Tests.Compile;
using VideoSeg.Model.Torch;
using Xunit;

namespace VideoSeg.Model.Tests.Torch;

[Collection(LeakCollection.Name)]
public sealed class TorchStepTests
{
    public static TheoryData<string> Architectures => new(ArchitectureCatalog.Names);

    [Fact]
    public void Fused_ConvolutionReadByAReluAlone_IsOneStep()
    {
        var g = new GraphBuilder("test", 2);
        g.Output("out", g.ReLU(g.Conv2d("c", g.Input(3), 4, kernel: 3, padding: 1)));
        TorchStep step = Assert.Single(TorchStep.Fused(g.Build()));
        Assert.Equal((2, 1), (step.Node, step.Convolution));
        Assert.Equal([0], step.Reads);
    }

    [Fact]
    public void Fused_SumOfConvolutionsReadByAReluAlone_IsComputedWithTheLastOne()
    {
        var g = new GraphBuilder("test", 2);
        Value x = g.Input(3);
        Value sum = g.Add(g.Conv2d("a", x, 4, kernel: 3, padding: 1), g.Conv2d("b", x, 4, kernel: 1));
        g.Output("out", g.ReLU(sum));
        TorchStep[] steps = [.. TorchStep.Fused(g.Build())];
        Assert.Equal([(1, -1), (4, 2)], steps.Select(step => (step.Node, step.Convolution)));
        Assert.Equal([0, 1], steps[1].Reads);
    }

    [Fact]
    public void Fused_WhereAnybodyElseReadsTheConvolution_LeavesItAlone()
    {
        var g = new GraphBuilder("test", 2);
        Value c = g.Conv2d("c", g.Input(3), 4, kernel: 3, padding: 1);
        Value d = g.Conv2d("d", c, 4, kernel: 1);
        g.Output("read", g.Add(g.ReLU(c), d));
        g.Output("result", d);
        Assert.Equal(TorchStep.Plain(g.Build()), TorchStep.Fused(g.Build()), (a, b) => a.Node == b.Node && a.Convolution == b.Convolution && a.Reads.SequenceEqual(b.Reads));
    }

    [Fact]
    public void Fused_OfCompiledResUNetPlusPlus_FindsBothKinds()
    {
        CompiledNetwork network = CompileTestNetworks.WithRandomWeights(ResUNetPlusPlus.Build());
        NetworkGraph graph = NetworkCompiler.CompileForGpu(network.Graph, network.Weights).Graph;
        TorchStep[] fused = [.. TorchStep.Fused(graph).Where(step => step.Convolution >= 0)];
        Assert.True(fused.Count(step => step.Reads.Length == 1) >= 3, $"{fused.Length} fused: {string.Join(", ", fused.Select(step => graph.Nodes[step.Convolution].Name))}");
        Assert.True(fused.Count(step => step.Reads.Length > 1) >= 3, $"{fused.Length} fused: {string.Join(", ", fused.Select(step => graph.Nodes[step.Convolution].Name))}");
        Assert.DoesNotContain(fused, step => graph.Nodes[step.Node].Operation is not ReLU);
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public void Network_ForInference_ComputesWhatTheTrainableOneDoes(string architecture)
    {
        CompiledNetwork network = CompileTestNetworks.WithRandomWeights(ArchitectureCatalog.Build(architecture, classes: 2), seed: 3);
        AssertSame(network, $"{architecture} as it is");
        AssertSame(NetworkCompiler.CompileForGpu(network.Graph, network.Weights), $"{architecture} compiled");
    }

    [Fact]
    public void Network_OfRandomGraphs_ForInference_ComputesWhatTheTrainableOneDoes()
    {
        int fused = 0;
        for (int seed = 1; seed <= 30; seed++)
        {
            CompiledNetwork network = FoldBatchNorm.Apply(CompileTestNetworks.WithRandomWeights(RandomGraph.Create(seed), seed));
            fused += TorchStep.Fused(network.Graph).Count(step => step.Convolution >= 0);
            AssertSame(network, $"graph {seed}");
            AssertSame(NetworkCompiler.CompileForGpu(network.Graph, network.Weights), $"graph {seed} compiled");
        }

        Assert.True(fused >= 3, $"expected 3 fused convolutions in the random graphs, found {fused}");
    }

    private static void AssertSame(CompiledNetwork network, string because)
    {
        using var scope = TensorScope.Enter();
        using IDisposable noGrad = Autograd.NoGrad();
        using var plain = new TorchNetwork(network.Graph, network.Weights);
        using var fused = new TorchNetwork(network.Graph, network.Weights, trainable: false);
        int side = 3 * network.Graph.SizeMultiple;
        Tensor x = Numbers.Noise([2, 3, side, side + network.Graph.SizeMultiple], seed: 5);
        foreach ((Tensor expected, Tensor actual) in plain.ForwardAll(x, training: false).Zip(fused.ForwardAll(x, training: false)))
        {
            float[] wanted = expected.ToArray<float>();
            float bound = 2e-5f * Math.Max(1e-3f, wanted.Max(Math.Abs));
            float worst = wanted.Zip(actual.ToArray<float>()).Max(pair => Math.Abs(pair.First - pair.Second));
            Assert.True(worst <= bound, $"{because}: expected values within {bound} of the plain network's, found one {worst} away");
        }
    }
}
