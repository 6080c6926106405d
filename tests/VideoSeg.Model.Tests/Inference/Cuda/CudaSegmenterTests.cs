using VideoSeg.Model.Architectures;
using VideoSeg.Model.Data;
using VideoSeg.Model.Evaluation;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Tests.Torch;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Inference.Cuda;

/// <summary>The engine on a real GPU against the reference.</summary>
[Collection(LeakCollection.Name)]
public sealed class CudaSegmenterTests
{
    private static readonly SegmenterOptions OnCpu = new() { Device = "cpu" };

    public static TheoryData<string, string, float> Cases
    {
        get
        {
            var cases = new TheoryData<string, string, float>();
            foreach (string architecture in ArchitectureCatalog.Names)
            {
                // Of random weights, which are harder on rounding than trained ones.
                cases.Add(architecture, "f32", 1e-3f);
                cases.Add(architecture, "f16", 0.02f);
                cases.Add(architecture, "bf16", 0.08f);
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task SegmentAsync_OnTheGpu_EqualsTheReference(string architecture, string precision, float tolerance)
    {
        Gpu.Require();
        ModelFile model = TestModels.Create(architecture, 64, 48, ClassNames.Background, "polyp");
        using var pictures = new TestPictures([.. Enumerable.Range(0, 16).Select(i => (40 + (9 * i), 90 - i))]);
        await using var reference = new ReferenceSegmenter(model, OnCpu);
        await using var cuda = new CudaSegmenter(model, new SegmenterOptions { Device = "cuda", Precision = precision });
        Assert.Equal(("cuda", precision, "cuda:0", 2), (cuda.Info.Engine, cuda.Info.Precision, cuda.Info.Device, cuda.Info.Lanes));
        using Segmentation expected = await reference.SegmentAsync(pictures.Planes, default);
        foreach (int count in new[] { 16, 9, 5, 3, 2, 1 })
        {
            // As many at once as there are lanes, and more.
            Task<Segmentation>[] asked = [.. Enumerable.Range(0, 5).Select(_ => cuda.SegmentAsync(pictures.Planes.AsMemory(0, count), default).AsTask())];
            foreach (Task<Segmentation> call in asked)
            {
                using Segmentation actual = await call;
                float[] found = actual.Probabilities.ToArray();
                float worst = expected.Probabilities.ToArray().Take(found.Length).Zip(found).Max(pair => Math.Abs(pair.First - pair.Second));
                Assert.True(worst <= tolerance, $"{count} pictures: expected within {tolerance}, found one {worst} away");
            }
        }
    }

    [Theory]
    [InlineData("f32")]
    [InlineData("f16")]
    [InlineData("bf16")]
    public async Task Evaluate_OfTheOfficialPictures_ScoresAsTheReference(string precision)
    {
        Gpu.Require();
        IReadOnlyList<SegmentationSample> samples = SegmentationFolder.Open(
            RealData.At("kvasir-seg", "images"), RealData.At("kvasir-seg", "masks"), RealData.At("kvasir-seg", "val.txt"));
        ModelFile model = ModelFile.Open(null);
        await using var reference = new ReferenceSegmenter(model, OnCpu);
        await using var cuda = new CudaSegmenter(model, new SegmenterOptions { Device = "cuda", Precision = precision });
        double expected = (await new Evaluator(reference, new EvaluationOptions()).EvaluateAsync(samples)).Mean.Dice;
        double actual = (await new Evaluator(cuda, new EvaluationOptions()).EvaluateAsync(samples)).Mean.Dice;
        Assert.Equal(expected, actual, 0.001);
    }

    [Fact]
    public async Task Segmenter_OnSeveralGpus_SpreadsItsLanes()
    {
        Gpu.Require(2);
        using var pictures = new TestPictures((100, 80));
        await using var cuda = new CudaSegmenter(TestModels.Create(), new SegmenterOptions { Device = "cuda:all", Lanes = 1 });
        Assert.Equal(TorchRuntime.CudaDeviceCount, cuda.Info.Lanes);
        Segmentation[] masks = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => cuda.SegmentAsync(pictures.Planes, default).AsTask()));
        Assert.All(masks, mask => Assert.Equal(masks[0].Probabilities.ToArray(), mask.Probabilities.ToArray()));
        Array.ForEach(masks, mask => mask.Dispose());
    }

    [Fact]
    public async Task Segmenter_OnTheGpuDisposed_LeavesNoNativeTensor()
    {
        Gpu.Require();
        using var pictures = new TestPictures((50, 50), (60, 60));
        long before = Tensor.LiveCount;
        var cuda = new CudaSegmenter(TestModels.Create(), new SegmenterOptions { Device = "cuda" });
        (await cuda.SegmentAsync(pictures.Planes, default)).Dispose();
        await cuda.DisposeAsync();
        Assert.Equal(before, Tensor.LiveCount);
    }
}
