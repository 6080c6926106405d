using FsCheck;
using FsCheck.Fluent;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
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

    /// <summary>Batches of 1 to 16 pictures of any size, through every architecture.</summary>
    [Fact]
    public void SegmentAsync_OfAnyBatch_GivesEachPictureWhatTheReferenceDoes()
    {
        Gen<(string Architecture, int Width, int Height, int Lanes, int[] Sides)> cases =
            from architecture in Gen.Elements<string>([.. ArchitectureCatalog.Names])
            from columns in Gen.Choose(1, 4)
            from rows in Gen.Choose(1, 4)
            from lanes in Gen.Choose(1, 2)
            from count in Gen.Choose(1, 16)
            from sides in Gen.Choose(1, 90).ArrayOf(2 * count)
            select (architecture, 16 * columns, 16 * rows, lanes, sides);
        Prop.ForAll(cases.ToArbitrary(), it =>
        {
            ModelFile model = TestModels.Create(it.Architecture, it.Width, it.Height);
            using var pictures = new TestPictures([.. it.Sides.Chunk(2).Select(sides => (sides[0], sides[1]))]);
            float[] expected = Segment(new ReferenceSegmenter(model, OnCpu), pictures.Planes);
            var engine = new OneDnnSegmenter(model, OnCpu with { Lanes = it.Lanes, Threads = it.Lanes });
            float[] found = Segment(engine, pictures.Planes);
            Assert.Equal(expected.Length, found.Length);
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
        }).CheckRepeatably(inputs: 16);
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

    // Blocks: a property is checked on one thread from beginning to end.
    private static float[] Segment(EngineSegmenter segmenter, ImagePlanes[] pictures) => Task.Run(async () =>
    {
        await using (segmenter)
        {
            using Segmentation segmentation = await segmenter.SegmentAsync(pictures, default);
            return segmentation.Probabilities.ToArray();
        }
    }).GetAwaiter().GetResult();

    private static void AssertClose(Segmentation expected, Segmentation actual, float tolerance) =>
        Assert.All(expected.Probabilities.ToArray().Zip(actual.Probabilities.ToArray()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
}
