using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;
using Xunit;

namespace VideoSeg.Model.Tests.Torch;

[Collection(LeakCollection.Name)]
public sealed class TorchNetworkTests
{
    private static readonly NetworkGraph Graph = ResUNetPlusPlus.Build();
    private static readonly WeightSet Weights = WeightInitializer.Create(Graph, 1);

    [Fact]
    public void Forward_InInference_GivesFloatLogitsOfTheInputsSize_AndChangesNothing()
    {
        using var scope = TensorScope.Enter();
        using var network = new TorchNetwork(Graph, Weights);
        Tensor logits = network.Forward(Picture(2, 32, 48), training: false);
        Assert.Equal([2L, 1L, 32L, 48L], logits.Shape);
        Assert.Equal(ScalarType.Float32, logits.ScalarType);
        Assert.All(logits.ToArray<float>(), value => Assert.True(float.IsFinite(value)));
        AssertSame(Weights, network.ToWeights());
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Backward_InTraining_ReachesEveryParameterInFloat32_AndGathersStatistics(ScalarType type)
    {
        using var scope = TensorScope.Enter();
        using var network = new TorchNetwork(Graph, Weights);
        network.Forward(Picture(2, 32, 32), training: true, type).Mean().Backward();
        Assert.All(network.Parameters, parameter =>
        {
            using Tensor? gradient = parameter.Value.Grad();
            Assert.NotNull(gradient);
            Assert.Equal(ScalarType.Float32, gradient.ScalarType);
            Assert.Equal(parameter.Value.Shape, gradient.Shape);
            Assert.All(gradient.ToArray<float>(), value => Assert.True(float.IsFinite(value)));
        });
        WeightSet after = network.ToWeights();
        Assert.NotEqual(Weights.GetFloats("c1.c1.1.running_mean"), after.GetFloats("c1.c1.1.running_mean"));
        Assert.Equal([1f], after.GetFloats("c1.c1.1.num_batches_tracked"));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    public void Twin_ComputesTheSameOnTheSameMemory_AndOutlivesTheOriginal(ScalarType type)
    {
        Assert.Equal(0, LeakCollection.LiveAfter(() =>
        {
            using var scope = TensorScope.Enter();
            Tensor picture = Picture(1, 32, 32);
            TorchNetwork original = new(Graph, Weights, trainable: false);
            original.Prepare(type);
            float[] expected = original.Forward(picture, training: false, type).ToArray<float>();
            using TorchNetwork twin = original.Twin();
            Assert.Equal(original.Parameters.Select(p => (p.Name, p.Value.DataPointer)), twin.Parameters.Select(p => (p.Name, p.Value.DataPointer)));
            Assert.Equal(original.Buffers.Select(p => p.Value.DataPointer), twin.Buffers.Select(p => p.Value.DataPointer));
            original.Dispose();
            long before = Tensor.LiveCount;
            using (TensorScope.Enter())
            {
                Assert.Equal(expected, twin.Forward(picture, training: false, type).ToArray<float>());
            }

            // All casts were there already.
            Assert.Equal(before, Tensor.LiveCount);
        }));
    }

    [Fact]
    public void Twin_OfATrainedNetwork_IsRefused()
    {
        using var network = new TorchNetwork(Graph, Weights);
        Assert.Throws<InvalidOperationException>(network.Twin);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Forward_InBfloat16_IsCloseToFloat32(bool trainable)
    {
        using var scope = TensorScope.Enter();
        using var network = new TorchNetwork(Graph, Weights, trainable: trainable);
        Tensor picture = Picture(1, 32, 32);
        float[] exact = network.Forward(picture, training: false).Sigmoid().ToArray<float>();
        for (int round = 0; round < 2; round++)
        {
            float[] rounded = network.Forward(picture, training: false, ScalarType.BFloat16).Sigmoid().ToArray<float>();
            Assert.All(exact.Zip(rounded), pair => Assert.Equal(pair.First, pair.Second, 0.02));
            Assert.NotEqual(exact, rounded);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Load_OfOtherWeights_GivesTheirResults(bool trainable)
    {
        using var scope = TensorScope.Enter();
        WeightSet other = WeightInitializer.Create(Graph, 2);
        using var network = new TorchNetwork(Graph, Weights, trainable: trainable);
        using var expected = new TorchNetwork(Graph, other);
        Tensor picture = Picture(1, 32, 32);
        network.Forward(picture, training: false, ScalarType.BFloat16);
        network.Load(other);
        AssertSame(other, network.ToWeights());
        Assert.Equal(
            expected.Forward(picture, training: false, ScalarType.BFloat16).ToArray<float>(),
            network.Forward(picture, training: false, ScalarType.BFloat16).ToArray<float>());
    }

    [Fact]
    public void Forward_OfEveryOperation_GivesTheInferredShapes()
    {
        var g = new GraphBuilder("all", 2);
        Value x = g.Input(3);
        Value down = g.MaxPool2d(g.Conv2d("conv", x, 8, kernel: 3, padding: 1, bias: false), 2, 2);
        Value up = g.ConvTranspose2d("up", down, 8, kernel: 2, stride: 2);
        Value joined = g.Concat(g.UpsampleNearest(down, 2), g.UpsampleBilinear(down, 2, alignCorners: true), up);
        Value scaled = g.ScaleChannels(joined, g.Sigmoid(g.Linear("fc", g.GlobalAveragePool(joined), 24)));
        g.Output("first", g.Multiply(g.ReLU(g.BatchNorm2d("bn", scaled)), joined, joined));
        g.Output("second", g.Add(up, up, up));
        NetworkGraph graph = g.Build();
        using var scope = TensorScope.Enter();
        using var network = new TorchNetwork(graph, WeightInitializer.Create(graph, 1));
        IReadOnlyList<Tensor> outputs = network.ForwardAll(Picture(2, 6, 10), training: false);
        Assert.Equal(2, outputs.Count);
        Assert.Equal([2L, 24L, 6L, 10L], outputs[0].Shape);
        Assert.Equal([2L, 8L, 6L, 10L], outputs[1].Shape);
    }

    [Fact]
    public void Forward_WhereValuesAreReadTwice_IsTheSameWithAndWithoutOverwriting()
    {
        var g = new GraphBuilder("twice", 1);
        Value input = g.Input(3);
        Value x = g.Conv2d("conv", input, 4, kernel: 1);
        Value later = g.Add(g.ReLU(x), x);
        Value squared = g.Multiply(later, later);
        Value sum = g.Add(squared, x, squared);
        Value scaled = g.ScaleChannels(sum, g.Sigmoid(g.GlobalAveragePool(sum)));
        g.Output("first", g.Add(scaled, sum));
        g.Output("second", x);
        g.Output("third", g.ReLU(input));
        NetworkGraph graph = g.Build();
        WeightSet weights = WeightInitializer.Create(graph, 1);
        using var scope = TensorScope.Enter();
        using var plain = new TorchNetwork(graph, weights, trainable: true);
        using var frugal = new TorchNetwork(graph, weights, trainable: false);
        Tensor picture = Picture(1, 5, 7).Sub_(0.5).Contiguous(MemoryFormat.ChannelsLast);
        float[] before = picture.ToArray<float>();
        IReadOnlyList<Tensor> expected = plain.ForwardAll(picture, training: false);
        IReadOnlyList<Tensor> actual = frugal.ForwardAll(picture, training: false);
        // Not to the last bit: convolutions to train with are our own on some processors.
        Assert.All(expected.Zip(actual), pair => Numbers.AssertClose(pair.First.ToArray<float>(), pair.Second.ToArray<float>(), 1e-5));
        Assert.Equal(before, picture.ToArray<float>());
    }

    [Fact]
    public void Network_Disposed_LeavesNoNativeTensor_AndForwardLeavesOnlyItsResult()
    {
        long left = LeakCollection.LiveAfter(() =>
        {
            var network = new TorchNetwork(Graph, Weights, trainable: false);
            using Tensor picture = Picture(1, 32, 32);
            network.Forward(picture, training: false, ScalarType.BFloat16).Dispose();
            long before = Tensor.LiveCount;
            Tensor logits = network.Forward(picture, training: false, ScalarType.BFloat16);
            Assert.Equal(before + 1, Tensor.LiveCount);
            logits.Dispose();
            network.Dispose();
        });
        Assert.Equal(0, left);
    }

    [Fact]
    public void Forward_OfAWrongInput_SaysWhatIsExpected()
    {
        using var scope = TensorScope.Enter();
        using var network = new TorchNetwork(Graph, Weights);
        Assert.Equal(FaultKind.Usage, Assert.Throws<VideoSegException>(() => network.Forward(Picture(1, 36, 32), training: false)).Kind);
        Assert.Throws<ArgumentException>(() => network.Forward(Tensor.Zeros([1, 1, 32, 32]), training: false));
    }

    [Fact]
    public void Network_WithWeightsThatDoNotFit_IsRefused_AndLeavesNoNativeTensor()
    {
        long left = LeakCollection.LiveAfter(() =>
            Assert.Throws<VideoSegException>(() => new TorchNetwork(ResUNetPlusPlus.Build(classes: 2), Weights)));
        Assert.Equal(0, left);
    }

    private static void AssertSame(WeightSet expected, WeightSet actual)
    {
        Assert.Equal(expected.Tensors.Keys, actual.Tensors.Keys);
        Assert.All(expected.Tensors, pair => Assert.True(pair.Value.Data.Span.SequenceEqual(actual[pair.Key].Data.Span), pair.Key));
    }

    private static Tensor Picture(int batch, int height, int width)
    {
        var random = new Random(4);
        float[] values = [.. Enumerable.Range(0, batch * 3 * height * width).Select(_ => random.NextSingle())];
        return Tensor.FromData(values, [batch, 3, height, width]);
    }
}
