using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Tests.Inference;
using VideoSeg.Model.Tests.Torch;
using VideoSeg.Model.Torch;
using VideoSeg.Model.TorchScript;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.TorchScript;

[Collection(LeakCollection.Name)]
public sealed class ScriptSegmenterTests : IDisposable
{
    private const string Size = "\"input_width\": 32, \"input_height\": 32";

    /// <summary>1000 times the red plane, less 500: white is polyp, black none.</summary>
    private const string RedIsPolyp = "x[:, 0:1] * 1000.0 - 500.0";

    private static readonly SegmenterOptions OnCpu = new() { Device = "cpu", Threads = 1, TrustTorchScript = true };

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task SegmentAsync_ConvolutionWhoseResultIsKnown_GivesThatResult()
    {
        // The mean of the planes of each pixel by a 1 x 1 convolution, less a half: its logistic function is what must come out.
        string path = TestScript.Write(
            _folder.File("mean.pt"), "torch.conv2d(x, self.weight, self.bias)", tensors:
            [("weight", [1 / 3f, 1 / 3f, 1 / 3f], [1, 3, 1, 1]), ("bias", [-0.5f], [1])]);
        using var pictures = new TestPictures((32, 32), (32, 32));
        await using ISegmenter segmenter = Create(path);
        using Segmentation found = await segmenter.SegmentAsync(pictures.Planes, default);
        var converter = new InputConverter(32, 32);
        var planes = new float[converter.Length];
        for (int i = 0; i < 2; i++)
        {
            converter.Convert(pictures.Planes[i], planes);
            float[] expected = [.. Enumerable.Range(0, 1024).Select(k => 1 / (1 + MathF.Exp(0.5f - ((planes[k] + planes[1024 + k] + planes[2048 + k]) / 3))))];
            Assert.All(expected.Zip(found.Plane(i).ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }

        SegmenterInfo info = segmenter.Info;
        Assert.Equal(("torchscript", "own", "cpu", "mean", 32, 32, "polyp", 0.5f),
            (info.Engine, info.Precision, info.Device, info.Model, info.Width, info.Height, Assert.Single(info.Classes), info.Threshold));
    }

    [Fact]
    public async Task SegmentAsync_ShippedWeightsAsScript_EqualTheReference()
    {
        ModelFile model = ModelFile.Open(Repository.At(ModelFile.ShippedPath));
        model = model with { Metadata = model.Metadata with { InputWidth = 64, InputHeight = 96 } };
        string path = GraphScript.Write(_folder.File("resunetpp.pt"), model);
        using var pictures = new TestPictures((100, 80), (64, 96));
        await using var reference = new ReferenceSegmenter(model, OnCpu);
        await using ISegmenter script = Create(path);
        using Segmentation expected = await reference.SegmentAsync(pictures.Planes, default);
        using Segmentation actual = await script.SegmentAsync(pictures.Planes, default);
        Assert.All(expected.Probabilities.ToArray().Zip(actual.Probabilities.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.True(expected.Probabilities.ToArray().Max() - expected.Probabilities.ToArray().Min() > 0.01f);
    }

    [Theory]
    // Mean and deviation are in the order red, green, blue: (x - 0.5) / 0.25 of the red plane, 0.25 and 0.125 of the others, is 0 at 0.5 and at 0.25.
    [InlineData("rgb", "x[:, 0:1]", 200, 100, 50)]
    [InlineData("bgr", "x[:, 2:3]", 200, 100, 50)]
    [InlineData("bgr", "x[:, 0:1]", 50, 100, 200)]
    public async Task SegmentAsync_WithMeanDeviationAndOrder_PassesThemOn(string order, string plane, byte red, byte green, byte blue)
    {
        string path = TestScript.Write(
            _folder.File("planes.pt"), $"{plane}",
            $$"""{"outputs": "logits", {{Size}}, "mean": [0.5, 0.25, 0.5], "std": [0.25, 0.125, 0.25], "channel_order": "{{order}}"}""");
        float[] logits = await LogitsOf(path, red, green, blue);
        float expected = (((order == "bgr" && plane == "x[:, 0:1]" ? blue : red) / 255f) - 0.5f) / 0.25f;
        Assert.All(logits, logit => Assert.Equal(expected, logit, 1e-3f));
    }

    [Theory]
    [InlineData("x[:, 0:1]", "\"outputs\": \"probabilities\"")]
    [InlineData("x[:, 0]", "\"outputs\": \"probabilities\"")]
    [InlineData("(x[:, 1:2], x[:, 0:1])", "\"outputs\": \"probabilities\", \"output\": 1")]
    [InlineData("[x[:, 1:2], x[:, 0:1]]", "\"outputs\": \"probabilities\", \"output\": 1")]
    [InlineData("{'aux': x[:, 1:2], 'out': x[:, 0:1]}", "\"outputs\": \"probabilities\", \"output\": \"out\"")]
    [InlineData("x[:, 0:1].half()", "\"outputs\": \"probabilities\"")]
    [InlineData("torch.avg_pool2d(x[:, 0:1], [4, 4])", "\"outputs\": \"probabilities\"")]
    public async Task SegmentAsync_OutputsOfEachKind_AreTaken(string output, string description)
    {
        string path = TestScript.Write(_folder.File("kind.pt"), $"{output}", $"{{{description}, {Size}}}");
        float[] probabilities = await ProbabilitiesOf(path, 51, 255, 0);
        Assert.Equal(32 * 32, probabilities.Length);
        Assert.All(probabilities, probability => Assert.Equal(0.2f, probability, 1e-3f));
    }

    [Fact]
    public async Task SegmentAsync_OfThreeClasses_GivesThePlanesOfTwo()
    {
        string path = TestScript.Write(
            _folder.File("three.pt"), "torch.softmax(x * 4.0, 1)",
            $$"""{"outputs": "probabilities", {{Size}}, "classes": ["background", "neoplastic", "other"], "threshold": 0.4, "name": "mine"}""");
        using var pictures = new TestPictures((32, 32));
        await using ISegmenter segmenter = Create(path);
        using Segmentation found = await segmenter.SegmentAsync(pictures.Planes, default);
        Assert.Equal(["neoplastic", "other"], segmenter.Info.Classes);
        Assert.Equal(("mine", 0.4f, 2), (segmenter.Info.Model, segmenter.Info.Threshold, found.Classes));
        var converter = new InputConverter(32, 32);
        var planes = new float[converter.Length];
        converter.Convert(pictures.Planes[0], planes);
        for (int k = 0; k < 1024; k++)
        {
            float sum = MathF.Exp(4 * planes[k]) + MathF.Exp(4 * planes[1024 + k]) + MathF.Exp(4 * planes[2048 + k]);
            Assert.Equal(MathF.Exp(4 * planes[1024 + k]) / sum, found.Plane(0, 0)[k], 1e-4f);
            Assert.Equal(MathF.Exp(4 * planes[2048 + k]) / sum, found.Plane(0, 1)[k], 1e-4f);
        }
    }

    [Theory]
    [InlineData("x", "expected an output of [1, 1, H, W] or [1, H, W] for 1 class names (polyp), found [1, 3, 32, 32]")]
    [InlineData("x[0, 0]", "found [32, 32]")]
    [InlineData("x.permute(0, 2, 3, 1)[:, :, :, 0:1]", "found [1, 32, 32, 1]")]
    [InlineData("torch.argmax(x, 1)", "found Int64 [1, 32, 32]")]
    [InlineData("x[:, 0:1].double()", "Double")]
    [InlineData("x[:, 0:1] / 0.0 * 0.0", "expected finite numbers from the network, found NaN or infinity")]
    [InlineData("(x[:, 0:1], x)", "expected a tensor from the network, found Tuple[Tensor, Tensor] with 2 elements; say which of them with \"output\": 0 to 1")]
    [InlineData("[x[:, 0:1]]", "expected a tensor from the network, found List[Tensor] with 1 elements")]
    [InlineData("{'out': x[:, 0:1]}", "expected a tensor from the network, found Dict[str, Tensor]; say which entry")]
    [InlineData("3", "expected a tensor from the network, found int")]
    [InlineData("torch.matmul(x, x[:, :, 0:5])", "the program failed on an input of [1, 3, 32, 32]")]
    public void Create_OutputThatDoesNotFit_IsRefusedBeforeAnyPicture(string output, string fault) =>
        AssertRefused(TestScript.Write(_folder.File("wrong.pt"), $"{output}"), FaultKind.Input, fault);

    [Theory]
    [InlineData("x[:, 0:1]", "\"output\": 0", "expected a tuple or list with an element 0 from the network, found Tensor; leave \"output\" out")]
    [InlineData("(x[:, 0:1], x)", "\"output\": 2", "expected a tuple or list with an element 2 from the network")]
    [InlineData("(x[:, 0:1], 3)", "\"output\": 1", "expected a tensor at 1 of what the network returns, found int")]
    [InlineData("{'out': x[:, 0:1]}", "\"output\": \"main\"", "expected the key main in the dict, found out")]
    public void Create_OutputThatIsNotThere_IsRefused(string output, string key, string fault) =>
        AssertRefused(TestScript.Write(_folder.File("wrong.pt"), $"{output}", $$"""{"outputs": "logits", {{Size}}, {{key}}}"""), FaultKind.Input, fault);

    [Fact]
    public async Task SegmentAsync_LogitsCalledProbabilities_AreAnEngineFault()
    {
        // Gray is 0 and passes the trial; white is not.
        string path = TestScript.Write(_folder.File("logits.pt"), RedIsPolyp, $$"""{"outputs": "probabilities", {{Size}}}""");
        using var pictures = new TestPictures((32, 32));
        await using ISegmenter segmenter = Create(path);
        var e = await Assert.ThrowsAsync<VideoSegException>(async () => await segmenter.SegmentAsync(pictures.Planes, default));
        Assert.Equal(FaultKind.Engine, e.Kind);
        Assert.Contains("expected probabilities from 0 to 1, found numbers from -", e.Message, StringComparison.Ordinal);
        Assert.Contains("\"outputs\": \"logits\"", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SegmentAsync_WhereTheProgramRaises_TellsItsMessage_AndLivesOn()
    {
        string path = TestScript.Write(_folder.File("raises.pt"), """
            def forward(self, x):
                assert float(x.max()) < 0.9, "too bright for me"
                return x[:, 0:1]
            """);
        await using ISegmenter segmenter = Create(path);
        using var bright = new TestPictures((32, 32));
        var e = await Assert.ThrowsAsync<VideoSegException>(async () => await segmenter.SegmentAsync(bright.Planes, default));
        Assert.Equal(FaultKind.Engine, e.Kind);
        Assert.Contains("too bright for me", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', e.Message);
        Assert.All(await ProbabilitiesOf(segmenter, 100, 100, 100), probability => Assert.Equal(1 / (1 + MathF.Exp(-100 / 255f)), probability, 1e-3f));
    }

    [Fact]
    public void Create_WithAnotherEngineOrPrecision_IsRefused()
    {
        string path = TestScript.Write(_folder.File("red.pt"), RedIsPolyp);
        AssertRefused(path, FaultKind.Usage, "not the engine onednn", OnCpu with { Engine = "onednn" });
        AssertRefused(path, FaultKind.Usage, "not in bf16", OnCpu with { Precision = "bf16" });
        AssertRefused(path, FaultKind.Usage, "not in f32", OnCpu with { Precision = "f32" });
        AssertRefused(path, FaultKind.Usage, "leave mode and depth out", OnCpu with { Depth = 2 });
    }

    [Fact]
    public void Create_OfADescribedFileThatTheOptionsDoNotTrust_IsRefused()
    {
        SegmenterOptions trusting = OnCpu with { ModelPath = TestScript.Write(_folder.File("red.pt"), RedIsPolyp) };
        INetworkFile file = SegmenterFactory.Open(trusting);
        var e = Assert.Throws<VideoSegException>(() => SegmenterFactory.Create(file, trusting with { TrustTorchScript = false }));
        Assert.Equal(FaultKind.Usage, e.Kind);
        Assert.Contains("--trust-torchscript", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SegmentAsync_OnAGpu_FindsWhatItFindsOnTheProcessor()
    {
        Assert.SkipUnless(TorchRuntime.CudaIsAvailable, "needs a CUDA GPU and a libtorch with CUDA");
        string path = TestScript.Write(
            _folder.File("gpu.pt"), "(torch.conv2d(x, self.weight), x)", $$"""{"outputs": "logits", {{Size}}, "output": 0, "mean": [0.1, 0.2, 0.3], "std": [0.5, 0.6, 0.7]}""",
            ("weight", [1, -2, 3], [1, 3, 1, 1]));
        using var pictures = new TestPictures((32, 32), (32, 32), (32, 32));
        await using ISegmenter onCpu = Create(path), onGpu = Create(path, OnCpu with { Device = "cuda" });
        using Segmentation expected = await onCpu.SegmentAsync(pictures.Planes, default), found = await onGpu.SegmentAsync(pictures.Planes, default);
        Assert.Equal("cuda:0", onGpu.Info.Device);
        Assert.All(expected.Probabilities.ToArray().Zip(found.Probabilities.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-3f));
    }

    [Fact]
    public async Task Segmenter_DisposedOrRefused_LeavesNothingNativeAlive()
    {
        (long tensors, long modules) = (Tensor.LiveCount, ScriptModule.LiveCount);
        string path = TestScript.Write(
            _folder.File("red.pt"), RedIsPolyp, $$"""{"outputs": "logits", {{Size}}, "mean": [0.1, 0.1, 0.1]}""");
        ISegmenter segmenter = Create(path, OnCpu with { Lanes = 2, Threads = 2 });
        Assert.Equal(modules + 2, ScriptModule.LiveCount);
        _ = await ProbabilitiesOf(segmenter, 1, 2, 3);
        await segmenter.DisposeAsync();
        AssertRefused(TestScript.Write(_folder.File("wrong.pt"), "(x, x)", $$"""{"outputs": "logits", {{Size}}, "output": 1, "mean": [0.1, 0.1, 0.1]}"""), FaultKind.Input, "found [1, 3, 32, 32]");
        Assert.Equal((tensors, modules), (Tensor.LiveCount, ScriptModule.LiveCount));
    }

    public void Dispose() => _folder.Dispose();

    private static ISegmenter Create(string path, SegmenterOptions? options = null) => SegmenterFactory.Create((options ?? OnCpu) with { ModelPath = path });

    private static void AssertRefused(string path, FaultKind kind, string part, SegmenterOptions? options = null)
    {
        var e = Assert.Throws<VideoSegException>(() => Create(path, options));
        Assert.Contains(part, e.Message, StringComparison.Ordinal);
        Assert.Equal(kind, e.Kind);
    }

    private static async Task<float[]> LogitsOf(string path, byte red, byte green, byte blue) =>
        [.. (await ProbabilitiesOf(path, red, green, blue)).Select(p => MathF.Log(p / (1 - p)))];

    private static async Task<float[]> ProbabilitiesOf(string path, byte red, byte green, byte blue)
    {
        await using ISegmenter segmenter = Create(path);
        return await ProbabilitiesOf(segmenter, red, green, blue);
    }

    private static async Task<float[]> ProbabilitiesOf(ISegmenter segmenter, byte red, byte green, byte blue)
    {
        var picture = new Picture(32, 32, PixelFormat.Rgb24);
        for (int i = 0; i < picture.Data.Length; i += 3)
        {
            (picture.Data[i], picture.Data[i + 1], picture.Data[i + 2]) = (red, green, blue);
        }

        using Segmentation found = await segmenter.SegmentAsync(new[] { picture }, default);
        return found.Plane(0).ToArray();
    }
}
