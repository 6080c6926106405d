using VideoSeg.Model.Inference;
using VideoSeg.Model.Tests.Torch;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Inference;

[Collection(LeakCollection.Name)]
public sealed class SegmenterFactoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("auto", "onednn")]
    [InlineData("onednn", "onednn")]
    [InlineData("libtorch", "libtorch")]
    [InlineData("reference", "reference")]
    public async Task Create_FromAFile_StartsTheEngineAskedFor(string engine, string expected)
    {
        await using ISegmenter segmenter = SegmenterFactory.Create(new SegmenterOptions { ModelPath = Write(TestModels.Create().Weights), Device = "cpu", Engine = engine });
        Assert.Equal(expected, segmenter.Info.Engine);
        Assert.Equal("test", segmenter.Info.Model);
        Assert.Equal(["polyp"], segmenter.Info.Classes);
    }

    [Theory]
    [InlineData("unet")]
    [InlineData("unetpp")]
    [InlineData("unetpp-l2")]
    public async Task Create_OfAnyArchitectureOnTheCpu_TakesTheEngineForProcessors(string architecture)
    {
        await using ISegmenter segmenter = SegmenterFactory.Create(TestModels.Create(architecture, 32, 16), new SegmenterOptions { Device = "cpu" });
        Assert.Equal("onednn", segmenter.Info.Engine);
    }

    [Fact]
    public async Task Create_WithAutoPrecisionOnTheCpu_TakesBf16OnlyWhereItIsFast()
    {
        await using ISegmenter segmenter = SegmenterFactory.Create(TestModels.Create(), new SegmenterOptions { Device = "cpu" });
        Assert.Equal(TorchRuntime.Bf16IsFast ? "bf16" : "f32", segmenter.Info.Precision);
    }

    [Fact]
    public void Options_Fresh_HaveTheDocumentedDefaults() => Assert.Equal(
        new SegmenterOptions { ModelPath = null, Device = "auto", Precision = "auto", Engine = "auto", Threads = 0 }, new SegmenterOptions());

    [Fact]
    public void Create_WithWrongOptions_ListsAllFaultsAsUsage()
    {
        var e = Assert.Throws<VideoSegException>(() => SegmenterFactory.Create(
            new SegmenterOptions { Precision = "f64", Engine = "magic", Device = "tpu", Threads = -1 }));
        Assert.Equal(FaultKind.Usage, e.Kind);
        Assert.All(["'f64'", "'magic'", "'tpu'", "Threads"], part => Assert.Contains(part, e.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void Create_OfTheReferenceInBf16_IsRefused() => Assert.Equal(FaultKind.Usage, Assert.Throws<VideoSegException>(
        () => SegmenterFactory.Create(TestModels.Create(), new SegmenterOptions { Engine = "reference", Precision = "bf16" })).Kind);

    [Theory]
    [InlineData("cuda", "cpu", "auto", "runs on GPUs only")]
    [InlineData("cuda", "cuda", "int8", "int8 needs a processor")]
    [InlineData("auto", "cuda:0,1", "int8", "int8 is for processors only")]
    [InlineData("auto", "cpu", "f16", "f16 is for GPUs")]
    [InlineData("libtorch", "cpu", "f16", "f16 is for GPUs")]
    [InlineData("onednn", "cpu", "f16", "f16 needs a GPU")]
    [InlineData("reference", "cpu", "f16", "f32 only")]
    [InlineData("libtorch", "cuda:0,1", "auto", "several GPUs need the engine cuda")]
    [InlineData("reference", "cuda:all", "auto", "several GPUs need the engine cuda")]
    [InlineData("auto", "cuda:0,0", "auto", "each GPU once")]
    public void Create_OfWhatDoesNotGoTogether_IsRefusedInOneLine(string engine, string device, string precision, string part)
    {
        var e = Assert.Throws<VideoSegException>(() => SegmenterFactory.Create(
            TestModels.Create(), new SegmenterOptions { Engine = engine, Device = device, Precision = precision }));
        Assert.Equal(FaultKind.Usage, e.Kind);
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData("auto", "cuda")]
    [InlineData("cuda", "auto")]
    [InlineData("cuda", "cuda:all")]
    [InlineData("libtorch", "cuda")]
    public void Create_OnAGpuWhereThereIsNone_SaysWhatToDo(string engine, string device)
    {
        Assert.SkipWhen(TorchRuntime.CudaIsAvailable, "there is a GPU, so nothing is missing");
        var e = Assert.Throws<VideoSegException>(() => SegmenterFactory.Create(TestModels.Create(), new SegmenterOptions { Engine = engine, Device = device }));
        Assert.Equal(FaultKind.Engine, e.Kind);
        Assert.Contains("expected the device cuda:0, found", e.Message, StringComparison.Ordinal);
        Assert.Contains("docs/gpu.md", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_InF16WhereThereIsNoGpu_SaysSo()
    {
        Assert.SkipWhen(TorchRuntime.CudaIsAvailable, "there is a GPU, so f16 is fine");
        foreach (string engine in new[] { "auto", "libtorch" })
        {
            var e = Assert.Throws<VideoSegException>(() => SegmenterFactory.Create(TestModels.Create(), new SegmenterOptions { Engine = engine, Precision = "f16" }));
            Assert.Equal(FaultKind.Usage, e.Kind);
            Assert.Contains("f16 is for GPUs", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Create_OnAGpuThatIsNotThere_SaysWhatWasFound()
    {
        var e = Assert.Throws<VideoSegException>(() => SegmenterFactory.Create(TestModels.Create(), new SegmenterOptions { Device = "cuda:200" }));
        Assert.Equal(FaultKind.Engine, e.Kind);
        Assert.Contains("cuda:200", e.Message, StringComparison.Ordinal);
        Assert.Contains("cpu", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_OfAMissingModel_NamesTheFile()
    {
        var e = Assert.Throws<VideoSegException>(() => SegmenterFactory.Create(new SegmenterOptions { ModelPath = _folder.File("none.safetensors") }));
        Assert.Equal(FaultKind.Input, e.Kind);
        Assert.Contains("none.safetensors", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("architecture", "vgg")]
    [InlineData("classes", "a,b")]
    [InlineData("input_width", "350")]
    public void Create_OfAnIncompatibleModel_IsAnInputFault(string key, string value)
    {
        WeightSet weights = TestModels.Create().Weights;
        string path = Write(weights.WithMetadata(weights.Metadata.SetItem(key, value)));
        var e = Assert.Throws<VideoSegException>(() => SegmenterFactory.Create(new SegmenterOptions { ModelPath = path }));
        Assert.Equal(FaultKind.Input, e.Kind);
        Assert.Contains("expected", e.Message, StringComparison.Ordinal);
    }

    private string Write(WeightSet weights)
    {
        string path = _folder.File("model.safetensors");
        SafetensorsFile.Write(path, weights);
        return path;
    }
}
