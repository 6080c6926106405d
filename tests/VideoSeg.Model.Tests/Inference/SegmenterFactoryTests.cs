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
