using VideoSeg.Model.Inference;
using VideoSeg.Model.Weights;
using Xunit;

namespace VideoSeg.Model.Tests.Inference;

[Collection(Torch.LeakCollection.Name)]
public sealed class OneDnnSegmenterTests
{
    private static readonly ModelFile Model = TestModels.Create();
    private static readonly SegmenterOptions OnCpu = new() { Device = "cpu", Precision = "f32", Threads = 1 };

    [Fact]
    public async Task SegmentAsync_InFloat32_EqualsTheReferenceTo1e4()
    {
        using var pictures = new TestPictures((100, 80), (40, 32), (17, 91));
        await using var reference = new ReferenceSegmenter(Model, OnCpu);
        await using var onednn = new OneDnnSegmenter(Model, OnCpu);
        using Segmentation expected = await reference.SegmentAsync(pictures.Planes, default);
        using Segmentation actual = await onednn.SegmentAsync(pictures.Planes, default);
        AssertClose(expected, actual, 1e-4f);
        Assert.Equal(("onednn", "f32", "cpu", "test", 40, 32), (onednn.Info.Engine, onednn.Info.Precision, onednn.Info.Device, onednn.Info.Model, onednn.Info.Width, onednn.Info.Height));
        Assert.True(actual.InferenceTime > TimeSpan.Zero && actual.PreprocessTime > TimeSpan.Zero);
    }

    [Fact]
    public async Task SegmentAsync_OfThreeClasses_GivesThoseOfTheForeground()
    {
        ModelFile model = TestModels.Create(40, 32, "background", "neoplastic", "non-neoplastic");
        using var pictures = new TestPictures((100, 80), (40, 32));
        await using var reference = new ReferenceSegmenter(model, OnCpu);
        await using var onednn = new OneDnnSegmenter(model, OnCpu with { Lanes = 2, Threads = 2 });
        using Segmentation expected = await reference.SegmentAsync(pictures.Planes, default);
        using Segmentation actual = await onednn.SegmentAsync(pictures.Planes, default);
        Assert.Equal((2, 2, 40, 32), (actual.Count, actual.Classes, actual.Width, actual.Height));
        AssertClose(expected, actual, 1e-4f);
    }

    [Fact]
    public void Create_Int8WithoutACalibration_SaysHowToGetOne()
    {
        var fault = Assert.Throws<VideoSegException>(() => new OneDnnSegmenter(Model, OnCpu with { Precision = "int8" }));
        Assert.Equal(FaultKind.Input, fault.Kind);
        Assert.Contains("model calibrate", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_WithWeightsThatAreNoNumbers_IsRefused()
    {
        string name = Model.Graph.Parameters[0].Name;
        float[] values = Model.Weights.GetFloats(name);
        values[1] = float.NaN;
        ModelFile broken = Model with
        {
            Weights = new WeightSet(Model.Weights.Tensors.SetItem(name, WeightTensor.FromFloats(values, Model.Weights[name].Shape)), Model.Weights.Metadata),
        };
        var fault = Assert.Throws<VideoSegException>(() => new OneDnnSegmenter(broken, OnCpu));
        Assert.Equal(FaultKind.Engine, fault.Kind);
        Assert.Contains(name, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SegmentAsync_OnceWarm_AllocatesNothingForTheNetwork()
    {
        using var pictures = new TestPictures((100, 80));
        await using var onednn = new OneDnnSegmenter(Model, OnCpu);
        for (int i = 0; i < 20; i++)
        {
            (await onednn.SegmentAsync(pictures.Planes, default)).Dispose();
        }

        long before = GC.GetTotalAllocatedBytes(precise: true);
        const int calls = 50;
        for (int i = 0; i < calls; i++)
        {
            (await onednn.SegmentAsync(pictures.Planes, default)).Dispose();
        }

        // The result, the call's place in the queue and its task; a picture alone has 15,360 bytes.
        Assert.InRange((GC.GetTotalAllocatedBytes(precise: true) - before) / calls, 0, 2500);
    }

    private static void AssertClose(Segmentation expected, Segmentation actual, float tolerance) =>
        Assert.All(expected.Probabilities.ToArray().Zip(actual.Probabilities.ToArray()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
}
