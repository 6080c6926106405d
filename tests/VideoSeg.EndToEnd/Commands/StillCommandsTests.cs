using System.Text.Json.Nodes;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Data;
using VideoSeg.Model.Evaluation;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.EndToEnd.Commands;

/// <summary>predict and evaluate as programs, with a network that has learnt nothing.</summary>
public sealed class StillCommandsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public StillCommandsTests()
    {
        _model = RandomModel.Write(_folder.File("random.safetensors"));
        Directory.CreateDirectory(_folder.File("images"));
        Directory.CreateDirectory(_folder.File("masks"));
        for (int n = 0; n < 3; n++)
        {
            var image = new Picture(90 + n, 70, PixelFormat.Rgb24);
            var mask = new Picture(90 + n, 70, PixelFormat.Gray8);
            new Random(n).NextBytes(image.Data);
            mask.Data.AsSpan(0, mask.Data.Length / (n + 2)).Fill(255);
            ImageFile.Write(_folder.File($"images/p-{n}.jpg"), image);
            ImageFile.Write(_folder.File($"masks/p-{n}.png"), mask);
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Evaluate_Json_AgreesWithTheMasksThatPredictWrites()
    {
        string output = _folder.File("out");
        var predict = await VideoSegProgram.RunAsync(
            "predict", _folder.File("images"), "-o", output, "--model", _model, "--device", "cpu", "--precision", "f32", "--probabilities", "--overlay", "contour");
        Assert.True(predict.ExitCode == 0, predict.Errors);
        Assert.Contains("3 of 3 pictures", predict.Errors, StringComparison.Ordinal);
        Assert.Contains("native handles alive: none", predict.Errors, StringComparison.Ordinal);
        Assert.Empty(predict.Output);
        Assert.Equal(9, Directory.GetFiles(output).Length);

        string csv = _folder.File("scores.csv");
        var evaluate = await VideoSegProgram.RunAsync(
            "evaluate", "--images", _folder.File("images"), "--masks", _folder.File("masks"), "--model", _model, "--device", "cpu", "--precision", "f32",
            "--csv", csv, "--json");
        Assert.True(evaluate.ExitCode == 0, evaluate.Errors);
        Assert.Contains("native handles alive: none", evaluate.Errors, StringComparison.Ordinal);
        JsonObject json = JsonNode.Parse(Assert.Single(evaluate.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries)))!.AsObject();

        ImageScores[] expected = [.. Enumerable.Range(0, 3).Select(n => ImageScores.From(ConfusionCounts.Compare(
            ImageFile.Read(Path.Combine(output, $"p-{n}.mask.png")).Data, MaskFile.Read(_folder.File($"masks/p-{n}.png")).Data)))];
        Assert.Equal(3, (int)json["images"]!);
        Assert.Equal(ImageScores.Mean(expected).Dice, (double)json["dice"]!, 1e-6);
        Assert.Equal(ImageScores.Mean(expected).TwoClassIoU, (double)json["miou2"]!, 1e-6);
        Assert.Equal(4, (await File.ReadAllLinesAsync(csv, TestContext.Current.CancellationToken)).Length);
    }

    [Fact]
    public async Task Evaluate_ReportAndVideo_WritesAPageThatHoldsWhatIsPrinted()
    {
        // A colon makes no URL of a file.
        string report = _folder.File("10:25.html"), csv = _folder.File("scores.csv");
        string[] arguments =
        [
            "evaluate", "--images", _folder.File("images"), "--masks", _folder.File("masks"), "--model", _model, "--device", "cpu", "--precision", "f32",
            "--fps", "25", "--min-area", "0.001", "--report", report, "--csv", csv, "--json",
        ];

        var evaluate = await VideoSegProgram.RunAsync(arguments);

        Assert.True(evaluate.ExitCode == 0, evaluate.Errors);
        Assert.Contains("native handles alive: none", evaluate.Errors, StringComparison.Ordinal);
        JsonObject printed = JsonNode.Parse(evaluate.Output)!.AsObject();
        string page = await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken);
        const string begin = "<script type=\"application/json\" id=\"videoseg-evaluation\">";
        int start = page.IndexOf(begin, StringComparison.Ordinal) + begin.Length;
        JsonObject held = JsonNode.Parse(page[start..page.IndexOf("</script>", start, StringComparison.Ordinal)])!.AsObject();
        Assert.All(printed, pair => Assert.Equal(pair.Value?.ToJsonString(), held[pair.Key]?.ToJsonString()));
        Assert.Equal(4, (await File.ReadAllLinesAsync(csv, TestContext.Current.CancellationToken)).Length);
        Assert.Equal(3, (int)printed["video"]!["frames"]!);
        Assert.Equal(0.001, (double)printed["min_area"]!);
        Assert.Equal(64, ((string)held["weights_sha256"]!).Length);

        var again = await VideoSegProgram.RunAsync(arguments);
        Assert.Equal(4, again.ExitCode);
        Assert.Contains("--overwrite", again.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task PredictAndEvaluate_NetworkOfSeveralClassesThatSeesBackgroundOnly_MarkNothing()
    {
        WeightSet weights = WeightInitializer.Create(ResUNetPlusPlus.Build(classes: 3), 1);
        var metadata = new ModelMetadata { Name = "three", InputWidth = 64, InputHeight = 64, Classes = ["background", "neoplastic", "other"] };
        string model = _folder.File("three.safetensors"), output = _folder.File("out");
        SafetensorsFile.Write(model, new WeightSet(
            weights.Tensors.SetItem("output.bias", WeightTensor.FromFloats([100, 0, 0], [3])), metadata.ToDictionary()));

        var predict = await VideoSegProgram.RunAsync("predict", _folder.File("images"), "-o", output, "--model", model, "--device", "cpu");
        Assert.True(predict.ExitCode == 0, predict.Errors);
        Assert.Contains("polyps in 0", predict.Errors, StringComparison.Ordinal);
        Assert.All(Directory.GetFiles(output), file => Assert.Equal(-1, ImageFile.Read(file).Data.IndexOfAnyExcept((byte)0)));

        var evaluate = await VideoSegProgram.RunAsync(
            "evaluate", "--images", _folder.File("images"), "--masks", _folder.File("masks"), "--model", model, "--device", "cpu", "--json");
        Assert.True(evaluate.ExitCode == 0, evaluate.Errors);
        Assert.Equal(0, (double)JsonNode.Parse(evaluate.Output)!["recall"]!);
    }

    [Fact]
    public async Task Evaluate_FileOfScoresThatExists_IsRefusedBeforeTheWork_UnlessItMayBeReplaced()
    {
        string csv = _folder.File("scores.csv");
        File.WriteAllText(csv, "mine");
        string[] arguments = ["evaluate", "--images", _folder.File("images"), "--masks", _folder.File("masks"), "--model", _model, "--device", "cpu", "--csv", csv];
        var refused = await VideoSegProgram.RunAsync(arguments);
        Assert.Equal(4, refused.ExitCode);
        Assert.Empty(refused.Output);
        Assert.Equal("mine", File.ReadAllText(csv));

        File.WriteAllText(_folder.File("sequences.csv"), "sequence,first,last,frames\n5,0,1,2\n7,2,2,1\n");
        var replaced = await VideoSegProgram.RunAsync([.. arguments, "--overwrite", "--sequences", _folder.File("sequences.csv"), "--json"]);
        Assert.True(replaced.ExitCode == 0, replaced.Errors);
        JsonObject json = JsonNode.Parse(replaced.Output)!.AsObject();
        Assert.Equal("sequence", (string)json["bootstrap"]!["unit"]!);
        Assert.Equal([("5", 2), ("7", 1)], json["sequences"]!.AsArray().Select(one => ((string)one!["name"]!, (int)one["images"]!)));
        Assert.All(json["sequences"]!.AsArray(), one => Assert.Null(one!["dice_interval"]![0]));
        Assert.Equal(4, File.ReadAllLines(csv).Length);
    }

    [Fact]
    public async Task Evaluate_DiskFull_ShowsTheScoresAllTheSame()
    {
        var (exitCode, output, errors) = await VideoSegProgram.RunAsync(
            "evaluate", "--images", _folder.File("images"), "--masks", _folder.File("masks"), "--model", _model, "--device", "cpu", "--csv", "/dev/full");
        Assert.Equal(4, exitCode);
        Assert.Contains("two-class mIoU", output, StringComparison.Ordinal);
        Assert.Contains("error: /dev/full: the scores cannot be written", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Predict_UnreadablePicture_EndsWithOneAndTheRestDone()
    {
        File.WriteAllText(_folder.File("images/broken.png"), "no picture");
        var (exitCode, _, error) = await VideoSegProgram.RunAsync("predict", _folder.File("images"), "-o", _folder.File("out"), "--model", _model, "--device", "cpu");
        Assert.Equal(1, exitCode);
        Assert.Contains("broken.png", error, StringComparison.Ordinal);
        Assert.Contains("3 of 4 pictures", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Evaluate_MaskMissing_EndsWithAnInputFaultBeforeTheModelIsLoaded()
    {
        File.Delete(_folder.File("masks/p-1.png"));
        var (exitCode, _, error) = await VideoSegProgram.RunAsync(
            "evaluate", "--images", _folder.File("images"), "--masks", _folder.File("masks"), "--model", _folder.File("none"));
        Assert.Equal(3, exitCode);
        Assert.Contains("found none for p-1", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("evaluate", "--images", "x")]
    [InlineData("evaluate", "--images", "x", "--masks", "y", "--threshold", "1.5")]
    [InlineData("evaluate", "--images", "x", "--masks", "y", "--fps", "1")]
    [InlineData("evaluate", "--images", "x", "--masks", "y", "--fps", "25", "--augment", "flips")]
    [InlineData("predict", "x.png")]
    [InlineData("predict", "x.png", "-o", "out", "--overlay", "sparkles")]
    [InlineData("predict", "", "-o", "out")]
    [InlineData("predict", "x.png", "-o", "")]
    [InlineData("predict", "x.png", "-o", "out", "--model", "")]
    [InlineData("evaluate", "--images", "x", "--masks", "")]
    [InlineData("evaluate", "--images", "x", "--masks", "y", "--csv", "")]
    [InlineData("process", "", "-o", "out.mp4")]
    [InlineData("process", "x.mp4", "-o", "")]
    [InlineData("process", "x.mp4", "-o", "out.mp4", "--masks", "")]
    [InlineData("process", "x.mp4", "-o", "out.mp4", "--detections", " ")]
    [InlineData("process", "x.mp4", "-o", "out.mp4", "--crf", "many")]
    [InlineData("process", "x.mp4", "-o", "out.mp4", "--threshold", "")]
    [InlineData("predict", "x.png", "-o", "out", "--threshold", "half")]
    [InlineData("train", "recipe.json", "-o", "run", "--threads", "many")]
    [InlineData("train", "recipe.json", "-o", "run", "--checkpoint-minutes", "1e300")]
    [InlineData("model", "summary", "resunetpp", "--size", "large")]
    [InlineData("synth", "-o", "v.mp4", "--fps", "fast")]
    [InlineData("synth", "-o", "")]
    [InlineData("synth", "-o", "v.mp4", "--masks", "")]
    [InlineData("train", "", "-o", "run")]
    [InlineData("train", "recipe.json", "--data", "", "-o", "run")]
    [InlineData("train", "recipe.json", "-o", "")]
    [InlineData("model", "import", "", "-o", "w.safetensors")]
    [InlineData("model", "import", "w.pth", "-o", "")]
    [InlineData("model", "summary", "")]
    public async Task Command_WrongArguments_EndsWithAUsageFault(params string[] arguments)
    {
        var (exitCode, _, error) = await VideoSegProgram.RunAsync(arguments);
        Assert.Equal(2, exitCode);
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
    }
}
