using System.Globalization;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd;

/// <summary><c>videoseg model</c> from outside.</summary>
public sealed class ModelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Summary_OfResUNetPlusPlus_PrintsTheSpecifiedTable()
    {
        var (exitCode, output, errors) = await VideoSegProgram.RunAsync("model", "summary", "resunetpp");
        Assert.True(exitCode == 0, errors);
        string[][] rows = [.. output.Split('\n').Where(line => line.StartsWith('│')).Select(line => line.Trim('│').Split('│', StringSplitOptions.TrimEntries)).Skip(1)];
        Assert.Equal(14, rows.Length);
        Assert.Equal(["c1", "16 x 352 x 352", "2,960", "0.345"], rows[0]);
        Assert.Equal(["d2.a1", "128 x 88 x 88", "332,736", "3.426"], rows[7]);
        Assert.Equal("4,062,993", rows[^1][2]);
        Assert.Equal(29.62, double.Parse(rows[^1][3], CultureInfo.InvariantCulture), 2);
        Assert.Contains("4,062,993 trainable parameters, 4,070,385 with running statistics, 29.62 GMAC", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Summary_OfAFile_TakesItsSizeUnlessAnotherIsGiven()
    {
        string model = RandomModel.Write(_folder.File("model.safetensors"), size: 64);
        Assert.StartsWith("random (resunetpp; polyp) at 64 x 64", (await VideoSegProgram.RunAsync("model", "summary", model)).Output, StringComparison.Ordinal);
        Assert.Contains("128 x 4 x 4", (await VideoSegProgram.RunAsync("model", "summary", model, "--size", "32")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, "expected an architecture", "resnet")]
    [InlineData(2, "multiples of 8", "resunetpp", "--size", "350")]
    [InlineData(2, "--size: expected 1 to 4096", "resunetpp", "--size", "0")]
    [InlineData(3, "none.safetensors", "none.safetensors")]
    public async Task Summary_OfWhatIsNotThere_SaysWhatIsExpected(int code, string message, params string[] arguments)
    {
        var (exitCode, output, errors) = await VideoSegProgram.RunAsync(["model", "summary", .. arguments]);
        Assert.Equal(code, exitCode);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Empty(output);
    }

    [Fact]
    public async Task Export_OfSafetensors_AndImportAgain_KeepsEveryNumber()
    {
        string model = RandomModel.Write(_folder.File("model.safetensors"), size: 64), full = _folder.File("full.safetensors"), half = _folder.File("half.safetensors"), again = _folder.File("again.safetensors");
        var (exitCode, _, errors) = await VideoSegProgram.RunAsync("model", "export", "--safetensors", full, model);
        Assert.True(exitCode == 0, errors);
        Assert.Contains("tensors written to " + full + " in f32", errors, StringComparison.Ordinal);
        (exitCode, _, errors) = await VideoSegProgram.RunAsync("model", "import", full, "-o", again, "--size", "64");
        Assert.True(exitCode == 0, errors);
        WeightSet before = SafetensorsFile.Read(model), after = SafetensorsFile.Read(again);
        Assert.All(before.Tensors, pair => Assert.True(pair.Value.Data.Span.SequenceEqual(after[pair.Key].Data.Span), pair.Key));
        (exitCode, _, errors) = await VideoSegProgram.RunAsync("model", "export", "--safetensors", half, model, "--type", "f16");
        Assert.True(exitCode == 0, errors);
        Assert.InRange(new FileInfo(half).Length, 1, (new FileInfo(full).Length / 2) + 50_000);
        Assert.Equal((64, "random"), (ModelFile.Open(half).Metadata.InputWidth, ModelFile.Open(half).Metadata.Name));
    }

    [Theory]
    [InlineData("either --onnx FILE or --safetensors FILE")]
    [InlineData("either --onnx FILE or --safetensors FILE", "--onnx", "a.onnx", "--safetensors", "a.safetensors")]
    [InlineData("--size and --batch fix the input of an ONNX file", "--safetensors", "a.safetensors", "--size", "64")]
    [InlineData("--type is for --safetensors", "--onnx", "a.onnx", "--type", "f16")]
    public async Task Export_OptionsThatDoNotGoTogether_AreRefused(string fault, params string[] arguments)
    {
        var (exitCode, _, errors) = await VideoSegProgram.RunAsync(["model", "export", .. arguments]);
        Assert.Equal(2, exitCode);
        Assert.Contains(fault, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfACheckpoint_WritesAModelOfThisProgram()
    {
        string checkpoint = _folder.File("net.pth"), output = _folder.File("net.safetensors");
        WeightSet weights = WeightInitializer.Create(ResUNetPlusPlus.Build(), 7);
        TestCheckpoint.Write(checkpoint, weights);
        var (exitCode, _, errors) = await VideoSegProgram.RunAsync("model", "import", checkpoint, "-o", output, "--name", "theirs", "--size", "256");
        Assert.True(exitCode == 0, errors);
        ModelFile model = ModelFile.Open(output);
        Assert.Equal(("theirs", 256), (model.Metadata.Name, model.Metadata.InputWidth));
        Assert.Contains("research use", model.Metadata.Notice, StringComparison.Ordinal);
        Assert.Equal(weights.GetFloats("output.weight"), model.Weights.GetFloats("output.weight"));

        Assert.Equal(4, (await VideoSegProgram.RunAsync("model", "import", checkpoint, "-o", output)).ExitCode);
        Assert.Equal(0, (await VideoSegProgram.RunAsync("model", "import", checkpoint, "-o", output, "--overwrite")).ExitCode);
        Assert.Equal("net", ModelFile.Open(output).Metadata.Name);
        Assert.Equal(2, (await VideoSegProgram.RunAsync("model", "import", checkpoint, "-o", checkpoint, "--overwrite")).ExitCode);
    }

    [Theory]
    [InlineData("neoplastic,other")]
    [InlineData("background")]
    [InlineData("polyp,")]
    public async Task Import_WithClassesThatLeaveTheBackgroundUnclear_IsAUsageFault(string classes)
    {
        var (exitCode, _, errors) = await VideoSegProgram.RunAsync("model", "import", "net.pth", "-o", _folder.File("net.safetensors"), "--classes", classes);
        Assert.Equal(2, exitCode);
        Assert.StartsWith("error: --classes: expected", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Import_OfSomethingElse_WritesNothing()
    {
        string output = _folder.File("net.safetensors");
        var (exitCode, _, errors) = await VideoSegProgram.RunAsync("model", "import", Repository.At("tests", "vectors", "training.pth"), "-o", output);
        Assert.Equal(3, exitCode);
        Assert.Contains("missing", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(output));
    }

    [Fact]
    public async Task Export_OfAModel_WritesAnOnnxFileOnce()
    {
        string model = RandomModel.Write(_folder.File("model.safetensors")), output = _folder.File("net.onnx");
        var (exitCode, _, errors) = await VideoSegProgram.RunAsync("model", "export", "--onnx", output, model, "--size", "96x64", "--batch", "2");
        Assert.True(exitCode == 0, errors);
        Assert.Contains($"random (resunetpp; polyp) written to {output}: input [2, 3, 64, 96]", errors, StringComparison.Ordinal);
        byte[] written = await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken);
        Assert.InRange(written.Length, 4 * 4_070_385, (4 * 4_070_385) + 200_000);

        var (again, _, refusal) = await VideoSegProgram.RunAsync("model", "export", "--onnx", output, model);
        Assert.Equal(4, again);
        Assert.Contains("exists. Choose another name, or add --overwrite", refusal, StringComparison.Ordinal);
        Assert.Equal(written, await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken));
        var (replaced, _, told) = await VideoSegProgram.RunAsync("model", "export", "--onnx", output, model, "--overwrite");
        Assert.Equal(0, replaced);
        Assert.Contains("input [N, 3, H, W]", told, StringComparison.Ordinal);
        Assert.Equal(["model.safetensors", "net.onnx"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(2, "multiples of 8", "--onnx", "net.onnx", "--size", "350")]
    [InlineData(2, "--size: expected N or WxH, each 1 to 4096, found 352x", "--onnx", "net.onnx", "--size", "352x")]
    [InlineData(2, "--batch: expected 1 to 1024, found 0", "--onnx", "net.onnx", "--batch", "0")]
    [InlineData(2, "--onnx: expected a path, found an empty value", "--onnx", "")]
    [InlineData(2, "either --onnx FILE or --safetensors FILE")]
    [InlineData(3, "none.safetensors", "--onnx", "net.onnx", "none.safetensors")]
    [InlineData(4, "nowhere' for the output, found none", "--onnx", "nowhere/net.onnx")]
    public async Task Export_OfWhatCannotBe_SaysWhatIsExpected(int code, string message, params string[] arguments)
    {
        string[] placed = [.. arguments.Select(argument => argument.EndsWith(".onnx", StringComparison.Ordinal) ? _folder.File(argument) : argument)];
        var (exitCode, _, errors) = await VideoSegProgram.RunAsync(["model", "export", .. placed]);
        Assert.Equal(code, exitCode);
        Assert.Contains(message, errors, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }
}
