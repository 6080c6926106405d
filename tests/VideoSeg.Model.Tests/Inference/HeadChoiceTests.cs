using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.OneDnn.Calibration;
using VideoSeg.Model.Tests.Torch;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Inference;

/// <summary>UNet++'s modes and depths, on every engine, against the heads of the whole network.</summary>
[Collection(LeakCollection.Name)]
public sealed class HeadChoiceTests : IDisposable
{
    private const int Width = 48, Height = 32;

    private static readonly SegmenterOptions OnCpu = new() { Device = "cpu", Precision = "f32", Threads = 1 };

    private readonly TemporaryFolder _folder = new();
    private readonly TestPictures _pictures = new((100, 80), (40, 90));

    public static TheoryData<string?, int?, int> Choices => new()
    {
        { null, null, 1 },
        { null, 3, 1 },
        { HeadChoice.Fast, 1, 1 },
        { HeadChoice.Fast, 2, 3 },
        { HeadChoice.Accurate, null, 1 },
        { HeadChoice.Accurate, null, 3 },
        { HeadChoice.Accurate, 2, 1 },
        { HeadChoice.Accurate, 1, 1 },
    };

    public void Dispose()
    {
        _pictures.Dispose();
        _folder.Dispose();
    }

    /// <summary>On the reference engine but for rounding: the same convolutions of the same values, on other numbers of threads.</summary>
    [Theory]
    [MemberData(nameof(Choices))]
    public async Task SegmentAsync_OfAnyChoice_GivesTheHeadsOfTheWhole(string? mode, int? depth, int classes)
    {
        ModelFile model = Model(classes);
        SegmenterOptions options = OnCpu with { Mode = mode, Depth = depth };
        float[][] heads = Heads(model);
        int deepest = depth ?? 4;
        float[] expected = mode == HeadChoice.Accurate
            ? [.. heads[0].Select((_, i) => Mean(Enumerable.Range(1, deepest).OrderByDescending(j => j == deepest).Select(j => heads[j - 1][i])))]
            : heads[deepest - 1];

        AssertClose(expected, await SegmentAsync(new ReferenceSegmenter(model, options)), 1e-6f);
        AssertClose(expected, await SegmentAsync(new LibtorchSegmenter(model, options)), 1e-4f);
        AssertClose(expected, await SegmentAsync(new OneDnnSegmenter(model, options)), 1e-4f);
    }

    [Fact]
    public void Heads_OfTheWhole_DifferEnoughToTellThemApart()
    {
        float[][] heads = Heads(Model(classes: 1));
        for (int i = 1; i < heads.Length; i++)
        {
            Assert.True(heads[0].Zip(heads[i], (a, b) => Math.Abs(a - b)).Max() > 0.05);
        }
    }

    /// <summary>One calibration, of the whole, serves every part of it.</summary>
    [Fact]
    public async Task SegmentAsync_InInt8_TakesTheCalibrationOfTheWholeForEveryChoice()
    {
        ModelFile model = Model(classes: 1) with { Path = _folder.File("net.safetensors") };
        string picture = _folder.File("picture.png");
        var pixels = new Picture(Width, Height, PixelFormat.Rgb24);
        new Random(4).NextBytes(pixels.Data);
        ImageFile.Write(picture, pixels);
        await Calibrator.RunAsync(model, [picture], threads: 1, cancellationToken: TestContext.Current.CancellationToken);
        foreach ((string? mode, int? depth) in new (string?, int?)[] { (null, null), (HeadChoice.Accurate, null), (null, 1), (null, 2), (HeadChoice.Accurate, 3) })
        {
            SegmenterOptions options = OnCpu with { Mode = mode, Depth = depth };
            float[] expected = await SegmentAsync(new OneDnnSegmenter(model, options));
            float[] found = await SegmentAsync(new OneDnnSegmenter(model, options with { Precision = "int8" }));

            // Eight bits through up to ten layers of random weights.
            Assert.InRange(Math.Sqrt(expected.Zip(found, (a, b) => (double)(a - b) * (a - b)).Average()), 1e-6, 0.03);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void ApplyTo_ADepth_LeavesTheNetworkOfThatDepth(int depth)
    {
        ModelFile model = Model(classes: 1);
        ModelFile part = new HeadChoice(null, depth).ApplyTo(model);
        NetworkGraph own = UNetPlusPlus.BuildPruned(depth);
        Assert.Equal(own.TrainableCount, part.Graph.TrainableCount);
        Assert.Equal(own.Nodes.Select(node => node.Name), part.Graph.Nodes.Select(node => node.Name));
        Assert.Equal(own.Parameters.Select(p => p.Name).Order(), part.Weights.Tensors.Keys.Order());
        Assert.Equal("logits", Assert.Single(part.Graph.Outputs).Name);
        Assert.Equal($"test, fast at depth {depth}", part.Metadata.Name);
        Assert.Same(model, part.Whole);
        Assert.Same(model, model.Whole);
        Assert.Equal(model.Path, $"{model}");
        Assert.Equal(model.Path, $"{part}");
    }

    [Fact]
    public void ApplyTo_APart_IsRefused_AndForInferenceItStaysWhole()
    {
        ModelFile model = Model(classes: 1);
        ModelFile part = new HeadChoice(HeadChoice.Accurate, 2).ApplyTo(model);
        Assert.Same(part, new HeadChoice(null, null).ForInference(part));
        var e = Assert.Throws<VideoSegException>(() => new HeadChoice(HeadChoice.Accurate, 3).ApplyTo(part));
        Assert.Equal(FaultKind.Usage, e.Kind);
        Assert.Contains("found a part of it", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ApplyTo_Accurate_LeavesAllHeadsDownToTheDepthTheDeepestFirst()
    {
        NetworkGraph graph = new HeadChoice(HeadChoice.Accurate, 3).ApplyTo(UNetPlusPlus.Build());
        Assert.Equal([("logits", "final3"), ("logits_1", "final1"), ("logits_2", "final2")], graph.Outputs.Select(output => (output.Name, graph.Nodes[output.Node].Name)));
        Assert.DoesNotContain(graph.Nodes, node => node.Name.StartsWith("conv4_0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Info_OfAChoice_SaysWhatWasChosen()
    {
        ModelFile model = Model(classes: 1);
        await using var chosen = new OneDnnSegmenter(model, OnCpu with { Mode = HeadChoice.Accurate, Depth = 2 });
        await using var plain = new OneDnnSegmenter(model, OnCpu);
        Assert.Equal(("test, accurate at depth 2", "test"), (chosen.Info.Model, plain.Info.Model));
    }

    [Theory]
    [InlineData("resunetpp", "onednn")]
    [InlineData("unetpp-l4", "reference")]
    [InlineData("unet", "libtorch")]
    public void Create_WithHeadsOfANetworkThatHasOne_IsRefused(string architecture, string engine)
    {
        var fault = Assert.Throws<VideoSegException>(() => SegmenterFactory.Create(
            TestModels.Create(architecture, 32, 16), OnCpu with { Engine = engine, Mode = HeadChoice.Accurate }));
        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.Contains($"found {architecture}, which has one", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_WithAModeOrDepthThatThereIsNot_ListsBoth()
    {
        var fault = Assert.Throws<VideoSegException>(() => SegmenterFactory.Create(Model(classes: 1), OnCpu with { Mode = "slow", Depth = 5 }));
        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.Contains("expected mode accurate, fast, got 'slow'", fault.Message, StringComparison.Ordinal);
        Assert.Contains("Depth", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("slow", null)]
    [InlineData(null, 0)]
    [InlineData("fast", 5)]
    public void ApplyTo_AModeOrDepthThatThereIsNot_IsRefused(string? mode, int? depth) => Assert.Equal(
        FaultKind.Usage, Assert.Throws<VideoSegException>(() => new HeadChoice(mode, depth).ApplyTo(UNetPlusPlus.Build())).Kind);

    private static ModelFile Model(int classes) =>
        TestModels.Create(UNetPlusPlus.Name, Width, Height, classes == 1 ? ["polyp"] : ["background", .. Enumerable.Range(1, classes - 1).Select(i => $"kind {i}")]);

    private static float Mean(IEnumerable<float> values)
    {
        float[] all = [.. values];
        return all.Skip(1).Aggregate(all[0], (sum, value) => sum + value) / all.Length;
    }

    private static void AssertClose(float[] expected, float[] actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, tolerance));
    }

    /// <summary>The probabilities of the heads on X(0, 1) to X(0, 4) of the unpruned network, by libtorch alone.</summary>
    private float[][] Heads(ModelFile model)
    {
        using var scope = TensorScope.Enter();
        using var network = new TorchNetwork(model.Graph, model.Weights, trainable: false);
        var converter = new InputConverter(Width, Height);
        Tensor input = Tensor.Empty([_pictures.Planes.Length, 3, Height, Width]);
        for (int i = 0; i < _pictures.Planes.Length; i++)
        {
            converter.Convert(_pictures.Planes[i], input.AsSpan<float>().Slice(i * converter.Length, converter.Length));
        }

        IReadOnlyList<Tensor> outputs = network.ForwardAll(input, training: false);
        return [.. new[] { 1, 2, 3, 0 }.Select(i => Probabilities(outputs[i]).Contiguous().ToArray<float>())];
    }

    private static Tensor Probabilities(Tensor logits) => logits.Size(1) == 1 ? logits.Sigmoid() : logits.Softmax(1).Narrow(1, 1, logits.Size(1) - 1);

    private async Task<float[]> SegmentAsync(EngineSegmenter segmenter)
    {
        await using (segmenter)
        {
            using Segmentation segmentation = await segmenter.SegmentAsync(_pictures.Planes, TestContext.Current.CancellationToken);
            return segmentation.Probabilities.ToArray();
        }
    }
}
