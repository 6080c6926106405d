using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Tests.Torch;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;
using Xunit;

namespace VideoSeg.Model.Tests.Architectures;

[Collection(LeakCollection.Name)]
public sealed class UNetPlusPlusTests
{
    [Theory]
    [InlineData(1, 103_041)]
    [InlineData(2, 519_105)]
    [InlineData(3, 2_236_161)]
    [InlineData(4, 9_163_329)]
    public void Parameters_WithOneHead_AreThePublishedNumbers(int depth, long count) => Assert.Equal(count, UNetPlusPlus.BuildPruned(depth).TrainableCount);

    [Fact]
    public void Parameters_WithAllHeads_AreThoseOfOneHeadAndThreeMoreHeads() => Assert.Equal(9_163_329 + (3 * (32 + 1)), UNetPlusPlus.Build().TrainableCount);

    [Theory]
    [InlineData("conv0_0", 32, 352)]
    [InlineData("conv4_0", 512, 22)]
    [InlineData("conv3_1", 256, 44)]
    [InlineData("conv1_2", 64, 176)]
    [InlineData("conv0_4", 32, 352)]
    [InlineData("final4", 1, 352)]
    public void Stage_At352_HasTheSpecifiedShape(string name, int channels, int size) => Assert.Equal(
        new TensorShape(1, channels, size, size), GraphSummary.Create(UNetPlusPlus.Build(), 352, 352).Stages.Single(stage => stage.Name == name).Output);

    [Fact]
    public void Nodes_OfDepthTwo_AreThoseThatTheHeadNeeds() => Assert.Equal(
        ["conv0_0", "conv1_0", "conv0_1", "conv2_0", "conv1_1", "conv0_2", "final2"],
        GraphSummary.Create(UNetPlusPlus.BuildPruned(2), 64, 64).Stages.Select(stage => stage.Name));

    [Fact]
    public void Outputs_WithAllHeads_BeginWithTheDeepest()
    {
        NetworkGraph graph = UNetPlusPlus.Build(classes: 3);
        Assert.Equal([("logits", "final4"), ("logits_1", "final1"), ("logits_2", "final2"), ("logits_3", "final3")],
            graph.Outputs.Select(output => (output.Name, graph.Nodes[output.Node].Name)));
        Assert.All(graph.Outputs, output => Assert.Equal(new TensorShape(2, 3, 32, 48), graph.InferShapes(2, 32, 48)[output.Node]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    public void BuildPruned_ToADepthThatThereIsNot_IsABug(int depth) => Assert.Throws<ArgumentOutOfRangeException>(() => UNetPlusPlus.BuildPruned(depth));

    /// <summary>The papers' pruning: a part of the weights gives what the head of the whole gave.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Pruned_WithWeightsOfTheWhole_ComputesTheHeadOfTheWhole(int depth)
    {
        using var scope = TensorScope.Enter();
        NetworkGraph whole = UNetPlusPlus.Build(), part = UNetPlusPlus.BuildPruned(depth);
        WeightSet weights = RandomWeights.Create(whole, 9);
        var kept = new WeightSet(part.Parameters.Select(p => KeyValuePair.Create(p.Name, weights[p.Name])));
        var random = new Random(2);
        Tensor x = Tensor.FromData([.. Enumerable.Range(0, 3 * 32 * 48).Select(_ => random.NextSingle())], [1, 3, 32, 48]);
        using var wholeNetwork = new TorchNetwork(whole, weights, trainable: false);
        using var partNetwork = new TorchNetwork(part, kept, trainable: false);

        float[] expected = wholeNetwork.ForwardAll(x, training: false)[depth].ToArray<float>();
        float[] actual = partNetwork.Forward(x, training: false).ToArray<float>();

        // The same sums; a library may still add them up in another order.
        float bound = 1e-6f * (expected.Max() - expected.Min());
        Assert.True(bound > 0);
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second - pair.First, -bound, bound));
    }
}
