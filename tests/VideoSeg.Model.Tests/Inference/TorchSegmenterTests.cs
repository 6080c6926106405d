using VideoSeg.Model.Compile;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Tests.Torch;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;
using Xunit;

namespace VideoSeg.Model.Tests.Inference;

[Collection(LeakCollection.Name)]
public sealed class TorchSegmenterTests
{
    private static readonly ModelFile Model = TestModels.Create();
    private static readonly SegmenterOptions OnCpu = new() { Device = "cpu", Precision = "f32", Threads = 1 };

    [Fact]
    public async Task Libtorch_InFloat32_EqualsTheReferenceTo1e4()
    {
        using var pictures = new TestPictures((100, 80), (40, 32), (17, 91));
        await using var reference = new ReferenceSegmenter(Model, OnCpu);
        await using var libtorch = new LibtorchSegmenter(Model, OnCpu);
        using Segmentation expected = await reference.SegmentAsync(pictures.Planes, default);
        using Segmentation actual = await libtorch.SegmentAsync(pictures.Planes, default);
        AssertClose(expected, actual, 1e-4f);
        Assert.Equal(("reference", "f32", "cpu"), (reference.Info.Engine, reference.Info.Precision, reference.Info.Device));
        Assert.Equal(("libtorch", "f32", "test", 40, 32), (libtorch.Info.Engine, libtorch.Info.Precision, libtorch.Info.Model, libtorch.Info.Width, libtorch.Info.Height));
    }

    [Fact]
    public async Task Libtorch_InBfloat16_EqualsTheReferenceTo003()
    {
        using var pictures = new TestPictures((100, 80));
        await using var reference = new ReferenceSegmenter(Model, OnCpu);
        await using var libtorch = new LibtorchSegmenter(Model, OnCpu with { Precision = "bf16" });
        using Segmentation expected = await reference.SegmentAsync(pictures.Planes, default);
        using Segmentation actual = await libtorch.SegmentAsync(pictures.Planes, default);
        Assert.Equal("bf16", libtorch.Info.Precision);

        // bf16 keeps 8 bits of mantissa: 0.4 % a rounding, through some forty layers of random weights.
        AssertClose(expected, actual, 0.03f);
        Assert.NotEqual(expected.Probabilities.ToArray(), actual.Probabilities.ToArray());
    }

    [Fact]
    public async Task SegmentAsync_ManyCallsInThreeLanes_GivesEachItsOwnMask()
    {
        using var pictures = new TestPictures((100, 80), (40, 32), (17, 91));
        await using var single = new LibtorchSegmenter(Model, OnCpu);
        await using var several = new LibtorchSegmenter(Model, OnCpu with { Threads = 3, Lanes = 3 });
        Assert.Equal((1, 3), (single.Info.Lanes, several.Info.Lanes));
        Task<Segmentation>[] asked = [.. Enumerable.Range(0, 24).Select(i => several.SegmentAsync(pictures.Planes.AsMemory(i % 3, 1), default).AsTask())];
        for (int i = 0; i < asked.Length; i++)
        {
            using Segmentation expected = await single.SegmentAsync(pictures.Planes.AsMemory(i % 3, 1), default);
            using Segmentation actual = await asked[i];
            AssertClose(expected, actual, 1e-6f);
        }
    }

    [Fact]
    public async Task DisposeAsync_WithCallsInSeveralLanes_EndsThemAll()
    {
        using var pictures = new TestPictures((100, 80));
        var several = new LibtorchSegmenter(Model, OnCpu with { Threads = 2, Lanes = 2 });
        Task<Segmentation>[] asked = [.. Enumerable.Range(0, 8).Select(_ => several.SegmentAsync(pictures.Planes, default).AsTask())];
        await several.DisposeAsync();
        foreach (Task<Segmentation> call in asked)
        {
            await Task.WhenAny(call);
            Assert.True(call.IsCompletedSuccessfully || call.Exception?.InnerException is ObjectDisposedException, $"{call.Status}: {call.Exception}");
            if (call.IsCompletedSuccessfully)
            {
                (await call).Dispose();
            }
        }
    }

    [Fact]
    public async Task SegmentAsync_OfABatchOfMixedSizes_GivesEachPicturesOwnMask()
    {
        using var pictures = new TestPictures((100, 80), (40, 32), (17, 91));
        await using var libtorch = new LibtorchSegmenter(Model, OnCpu);
        using Segmentation batch = await libtorch.SegmentAsync(pictures.Planes, default);
        Assert.Equal((3, 1, 40, 32), (batch.Count, batch.Classes, batch.Width, batch.Height));
        for (int i = 0; i < 3; i++)
        {
            using Segmentation single = await libtorch.SegmentAsync(pictures.Planes.AsMemory(i, 1), default);
            float[] alone = single.Plane(0).ToArray();
            Assert.All(alone.Zip(batch.Plane(i).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
            Assert.All(alone, value => Assert.InRange(value, 0, 1));
        }
    }

    [Fact]
    public async Task SegmentAsync_OfTheSamePictureTwice_GivesTheSame_AndSaysHowLongItTook()
    {
        using var pictures = new TestPictures((100, 80));
        await using var libtorch = new LibtorchSegmenter(Model, OnCpu);
        using Segmentation first = await libtorch.SegmentAsync(pictures.Planes, default);
        using Segmentation second = await libtorch.SegmentAsync(pictures.Planes, default);
        Assert.Equal(first.Probabilities.ToArray(), second.Probabilities.ToArray());
        Assert.True(first.PreprocessTime > TimeSpan.Zero);
        Assert.True(first.InferenceTime > TimeSpan.Zero);
    }

    [Fact]
    public async Task SegmentAsync_WithSeveralClasses_GivesEveryPlaneButTheBackgrounds()
    {
        // Softmax over two is the sigmoid of their difference, so a network of one class can say what one of two must give.
        ModelFile two = TestModels.Create(32, 32, ClassNames.Background, "polyp");
        float[] weight = two.Weights.GetFloats("output.weight"), bias = two.Weights.GetFloats("output.bias");
        float[] difference = [.. Enumerable.Range(0, weight.Length / 2).Select(i => weight[i + (weight.Length / 2)] - weight[i])];
        ModelFile one = TestModels.Create(32, 32);
        one = one with
        {
            Weights = new WeightSet(two.Weights.Tensors
                .SetItem("output.weight", WeightTensor.FromFloats(difference, one.Weights["output.weight"].Shape))
                .SetItem("output.bias", WeightTensor.FromFloats([bias[1] - bias[0]], [1]))),
        };
        using var pictures = new TestPictures((50, 50), (32, 40));
        await using var softmax = new LibtorchSegmenter(two, OnCpu);
        await using var sigmoid = new LibtorchSegmenter(one, OnCpu);
        using Segmentation expected = await sigmoid.SegmentAsync(pictures.Planes, default);
        using Segmentation actual = await softmax.SegmentAsync(pictures.Planes, default);
        Assert.Equal((1, "polyp"), (actual.Classes, Assert.Single(softmax.Info.Classes)));
        AssertClose(expected, actual, 1e-4f);
    }

    [Fact]
    public async Task SegmentAsync_WhereTheNetworkSeesBackgroundOnly_FindsNoForeground()
    {
        ModelFile model = TestModels.Create(32, 32, ClassNames.Background, "neoplastic", "other");
        model = model with { Weights = new WeightSet(model.Weights.Tensors.SetItem("output.bias", WeightTensor.FromFloats([1000, 0, 0], [3]))) };
        using var pictures = new TestPictures((50, 50));
        await using var libtorch = new LibtorchSegmenter(model, OnCpu);
        using Segmentation result = await libtorch.SegmentAsync(pictures.Planes, default);
        Assert.Equal(["neoplastic", "other"], libtorch.Info.Classes);
        Assert.Equal(2, result.Classes);
        float[] buffer = [];
        Assert.All(ForegroundPlane.Of(result, 0, ref buffer).ToArray(), probability => Assert.Equal(0, probability, 1e-5f));
    }

    [Fact]
    public async Task SegmentAsync_WhereTheNetworkOverflows_IsAnEngineFault_NotAnEmptyMask()
    {
        float[] huge = new float[16];
        Array.Fill(huge, float.MaxValue);
        ModelFile model = Model with { Weights = new WeightSet(Model.Weights.Tensors.SetItem("output.weight", WeightTensor.FromFloats(huge, [1, 16, 1, 1]))) };
        using var pictures = new TestPictures((50, 50));
        await using var libtorch = new LibtorchSegmenter(model, OnCpu);
        var e = await Assert.ThrowsAsync<VideoSegException>(async () => await libtorch.SegmentAsync(pictures.Planes, default));
        Assert.Equal(FaultKind.Engine, e.Kind);
        Assert.Contains("found NaN or infinity", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SegmentAsync_CancelledBeforeItStarts_IsGivenUp_AndTheEngineLivesOn()
    {
        using var pictures = new TestPictures((50, 50));
        await using var libtorch = new LibtorchSegmenter(Model, OnCpu);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await libtorch.SegmentAsync(pictures.Planes, new CancellationToken(canceled: true)));
        using Segmentation result = await libtorch.SegmentAsync(pictures.Planes, default);
        Assert.Equal(1, result.Count);
    }

    [Fact]
    public async Task DisposeAsync_WithWorkQueued_EndsEveryCall()
    {
        using var pictures = new TestPictures((50, 50));
        var libtorch = new LibtorchSegmenter(Model, OnCpu);
        Task<Segmentation>[] calls = [.. Enumerable.Range(0, 30).Select(_ => libtorch.SegmentAsync(pictures.Planes, default).AsTask())];
        await libtorch.DisposeAsync();
        int given = 0;
        foreach (Task<Segmentation> call in calls)
        {
            try
            {
                using Segmentation result = await call;
                given++;
            }
            catch (ObjectDisposedException)
            {
                // Given up in the queue, as promised.
            }
        }

        Assert.InRange(given, 0, calls.Length - 1);
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await libtorch.SegmentAsync(pictures.Planes, default));
    }

    [Fact]
    public async Task SegmentAsync_WhereTheEngineFails_IsAnEngineFault_EveryTime()
    {
        NetworkGraph graph = new(
            "broken", 8,
            [new Node("input", "input", new Input(3), []), new Node("odd", "odd", new UnknownOperation(), [0])],
            [new GraphOutput("logits", 1)]);
        await using var broken = new LibtorchSegmenter(() => new TorchEngineSettings(
            Model.Metadata, new CompiledNetwork(graph, new WeightSet([])), Device.Cpu, ScalarType.Float32, 1));
        using var pictures = new TestPictures((50, 50));
        for (int round = 0; round < 2; round++)
        {
            var e = await Assert.ThrowsAsync<VideoSegException>(async () => await broken.SegmentAsync(pictures.Planes, default));
            Assert.Equal(FaultKind.Engine, e.Kind);
            Assert.Contains("libtorch", e.Message, StringComparison.Ordinal);
            Assert.Contains("odd", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task SegmentAsync_OfTooFewOrTooManyPictures_IsRefused()
    {
        await using var libtorch = new LibtorchSegmenter(Model, OnCpu);
        using var pictures = new TestPictures([.. Enumerable.Repeat((8, 8), libtorch.Info.MaxBatch + 1)]);
        await Assert.ThrowsAsync<ArgumentException>(async () => await libtorch.SegmentAsync(ReadOnlyMemory<ImagePlanes>.Empty, default));
        await Assert.ThrowsAsync<ArgumentException>(async () => await libtorch.SegmentAsync(pictures.Planes, default));
        using Segmentation all = await libtorch.SegmentAsync(pictures.Planes.AsMemory(1), default);
        Assert.Equal(libtorch.Info.MaxBatch, all.Count);
    }

    [Fact]
    public async Task Segmenter_Disposed_LeavesNoNativeTensor()
    {
        using var pictures = new TestPictures((50, 50), (60, 60));
        long before = Tensor.LiveCount;
        var libtorch = new LibtorchSegmenter(Model, OnCpu with { Precision = "bf16" });
        (await libtorch.SegmentAsync(pictures.Planes, default)).Dispose();
        long warm = Tensor.LiveCount;
        (await libtorch.SegmentAsync(pictures.Planes, default)).Dispose();
        Assert.Equal(warm, Tensor.LiveCount);
        await libtorch.DisposeAsync();
        Assert.Equal(before, Tensor.LiveCount);
    }

    private static void AssertClose(Segmentation expected, Segmentation actual, float tolerance) =>
        Assert.All(expected.Probabilities.ToArray().Zip(actual.Probabilities.ToArray()), pair => Assert.Equal(pair.First, pair.Second, tolerance));

    private sealed record UnknownOperation : Operation
    {
        public override TensorShape InferShape(ReadOnlySpan<TensorShape> inputs) => inputs[0];
    }
}
