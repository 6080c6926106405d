using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inference.Cuda;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Tests.Torch;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;
using Xunit;

namespace VideoSeg.Model.Tests.Inference.Cuda;

/// <summary>What the lanes do, with real networks on the processor; what is of the GPU alone is tested in <see cref="CudaSegmenterTests"/>.</summary>
[Collection(LeakCollection.Name)]
public sealed class CudaEngineTests
{
    private static readonly ModelFile Model = TestModels.Create(32, 16);
    private static readonly SegmenterOptions OnCpu = new() { Device = "cpu", Precision = "f32", Threads = 1 };

    public static TheoryData<string> Architectures => new(ArchitectureCatalog.Names);

    [Theory]
    [MemberData(nameof(Architectures))]
    public async Task SegmentAsync_OfOneToSixteenPictures_EqualsTheReference(string architecture)
    {
        ModelFile model = TestModels.Create(architecture, 32, 16, ClassNames.Background, "polyp", "other");
        model = new HeadChoice(null, null).ForInference(model);
        using var pictures = new TestPictures([.. Enumerable.Range(0, 16).Select(i => (20 + (5 * i), 60 - i))]);
        await using var reference = new ReferenceSegmenter(model, OnCpu);
        var queues = new List<ProcessorQueue>();
        await using CudaSegmenter lanes = LaneRig.Start(model, queues);
        using Segmentation expected = await reference.SegmentAsync(pictures.Planes, default);
        Assert.Equal(("cuda", "f32", "cpu", 16, 1), (lanes.Info.Engine, lanes.Info.Precision, lanes.Info.Device, lanes.Info.MaxBatch, lanes.Info.Lanes));
        Assert.Equal(reference.Info.Classes, lanes.Info.Classes);

        // From many to few, so that what is left behind the pictures of a call is never what it would be by itself.
        for (int count = 16; count >= 1; count--)
        {
            using Segmentation actual = await lanes.SegmentAsync(pictures.Planes.AsMemory(16 - count, count), default);
            Assert.Equal((count, 2, 32, 16), (actual.Count, actual.Classes, actual.Width, actual.Height));
            for (int i = 0; i < count; i++)
            {
                AssertClose(expected, 16 - count + i, actual, i, 1e-4f);
            }
        }

        Assert.Equal([8, 4, 2, 1, 1], Assert.Single(queues).Replays);
    }

    [Fact]
    public async Task SegmentAsync_OfSeveralHeads_GivesTheMeanOfTheirProbabilities()
    {
        ModelFile model = TestModels.Create(UNetPlusPlus.Name, 32, 32);
        using var pictures = new TestPictures((40, 40), (32, 32), (70, 50));
        await using var reference = new ReferenceSegmenter(model, OnCpu with { Mode = HeadChoice.Accurate });
        await using CudaSegmenter lanes = LaneRig.Start(new HeadChoice(HeadChoice.Accurate, null).ApplyTo(model), []);
        using Segmentation expected = await reference.SegmentAsync(pictures.Planes, default);
        using Segmentation actual = await lanes.SegmentAsync(pictures.Planes, default);
        for (int i = 0; i < 3; i++)
        {
            AssertClose(expected, i, actual, i, 1e-4f);
        }
    }

    [Fact]
    public async Task SegmentAsync_InBfloat16_IsCloseToTheReference()
    {
        using var pictures = new TestPictures((100, 80));
        await using var reference = new ReferenceSegmenter(Model, OnCpu);
        await using CudaSegmenter lanes = LaneRig.Start(Model, [], type: ScalarType.BFloat16);
        using Segmentation expected = await reference.SegmentAsync(pictures.Planes, default);
        using Segmentation actual = await lanes.SegmentAsync(pictures.Planes, default);
        Assert.Equal("bf16", lanes.Info.Precision);
        AssertClose(expected, 0, actual, 0, 0.03f);
        Assert.NotEqual(expected.Probabilities.ToArray(), actual.Probabilities.ToArray());
    }

    [Fact]
    public async Task SegmentAsync_ManyCallsInSeveralLanes_GivesEachItsOwnMask_AndUsesAll()
    {
        using var pictures = new TestPictures((100, 80), (40, 32), (17, 91));
        await using var reference = new ReferenceSegmenter(Model, OnCpu);
        var queues = new List<ProcessorQueue>();
        await using CudaSegmenter lanes = LaneRig.Start(Model, queues, lanes: 2, devices: LaneRig.TwoDevices);
        Assert.Equal(4, lanes.Info.Lanes);
        Assert.Equal([0, 1, 0, 1], queues.Select(queue => queue.Device.Index));
        Task<Segmentation>[] asked = [.. Enumerable.Range(0, 32).Select(i => lanes.SegmentAsync(pictures.Planes.AsMemory(i % 3, 1), default).AsTask())];
        for (int i = 0; i < asked.Length; i++)
        {
            using Segmentation expected = await reference.SegmentAsync(pictures.Planes.AsMemory(i % 3, 1), default);
            using Segmentation actual = await asked[i];
            AssertClose(expected, 0, actual, 0, 1e-4f);
        }

        Assert.Equal(32, queues.Sum(queue => queue.Replays.Sum()));
        Assert.All(queues, queue => Assert.True(queue.Replays.Sum() > 0));
    }

    [Fact]
    public async Task SegmentAsync_WhereOnePictureOverflows_FailsThatCall_AndNoLaterOne()
    {
        // White comes to 9e38, which is infinite, black to the bias.
        var g = new GraphBuilder("test", 1);
        g.Output("logits", g.Conv2d("c", g.Input(3), 1, kernel: 1));
        WeightSet weights = new([KeyValuePair.Create("c.weight", WeightTensor.FromFloats([3e38f, 3e38f, 3e38f], [1, 3, 1, 1])), KeyValuePair.Create("c.bias", WeightTensor.FromFloats([1], [1]))]);
        var model = new ModelFile("test.safetensors", new ModelMetadata { Name = "test", InputWidth = 8, InputHeight = 8 }, g.Build(), weights);
        await using CudaSegmenter lanes = LaneRig.Start(model, []);
        using var white = new PlainPicture(255);
        using var black = new PlainPicture(0);
        var e = await Assert.ThrowsAsync<VideoSegException>(async () => await lanes.SegmentAsync(new[] { black.Planes, black.Planes, black.Planes, white.Planes }, default));
        Assert.Equal(FaultKind.Engine, e.Kind);
        Assert.Contains("found NaN or infinity", e.Message, StringComparison.Ordinal);

        // The white one lies still behind these three.
        using Segmentation masks = await lanes.SegmentAsync(new[] { black.Planes, black.Planes, black.Planes }, default);
        Assert.All(masks.Probabilities.ToArray(), probability => Assert.Equal(0.731f, probability, 1e-3f));
        await Assert.ThrowsAsync<VideoSegException>(async () => await lanes.SegmentAsync(new[] { white.Planes }, default));
    }

    [Fact]
    public async Task SegmentAsync_WhereTheDeviceFails_ExplainsIt_AndTheLaneLivesOn()
    {
        using var pictures = new TestPictures((50, 50));
        var queues = new List<ProcessorQueue>();
        await using CudaSegmenter lanes = LaneRig.Start(Model, queues);
        queues[0].Fault = new TorchException("CUDA error: out of luck");
        var e = await Assert.ThrowsAsync<VideoSegException>(async () => await lanes.SegmentAsync(pictures.Planes, default));
        Assert.Equal((FaultKind.Engine, "explained: CUDA error: out of luck"), (e.Kind, e.Message));
        using Segmentation masks = await lanes.SegmentAsync(pictures.Planes, default);
        Assert.Equal(1, masks.Count);
    }

    [Fact]
    public void Start_WhereARecordingFailsInALaterLane_ExplainsIt_AndLeavesNothing()
    {
        long before = Tensor.LiveCount;
        var queues = new List<ProcessorQueue>();
        var e = Assert.Throws<VideoSegException>(() => LaneRig.Start(
            Model, queues, lanes: 2, queue: device => new ProcessorQueue(device) { SoundRecordings = queues.Count == 0 ? int.MaxValue : 3 }));
        Assert.Equal("explained: out of order", e.Message);
        Assert.Equal([5, 3], queues.Select(queue => queue.Replays.Count));
        Assert.All(queues, queue => Assert.True(queue.IsDisposed));
        Assert.Equal(before, Tensor.LiveCount);
    }

    [Fact]
    public async Task Segmenter_CalledAndDisposed_LeavesNoNativeTensor_AndMakesNoneForACall()
    {
        using var pictures = new TestPictures((50, 50), (60, 60), (70, 70));
        long before = Tensor.LiveCount;
        var queues = new List<ProcessorQueue>();
        CudaSegmenter lanes = LaneRig.Start(Model, queues, lanes: 2, type: ScalarType.BFloat16);
        long made = Tensor.LiveCount;
        (await lanes.SegmentAsync(pictures.Planes, default)).Dispose();
        Assert.Equal(made, Tensor.LiveCount);
        await lanes.DisposeAsync();
        Assert.Equal(before, Tensor.LiveCount);
        Assert.All(queues, queue => Assert.True(queue.IsDisposed));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await lanes.SegmentAsync(pictures.Planes, default));
    }

    [Fact]
    public void For_AnyNumberOfPictures_TakesTheNextSize() => Assert.Equal(
        [1, 2, 4, 4, 8, 8, 8, 8, 16, 16, 16, 16, 16, 16, 16, 16], Enumerable.Range(1, 16).Select(BatchSizes.For));

    private static void AssertClose(Segmentation expected, int of, Segmentation actual, int at, float tolerance)
    {
        for (int k = 0; k < expected.Classes; k++)
        {
            float[] wanted = expected.Plane(of, k).ToArray();
            float worst = wanted.Zip(actual.Plane(at, k).ToArray()).Max(pair => Math.Abs(pair.First - pair.Second));
            Assert.True(worst <= tolerance, $"picture {at} of {actual.Count}, class {k}: expected within {tolerance}, found one {worst} away");
        }
    }
}
