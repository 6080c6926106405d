using System.Text.Json;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd;

/// <summary>A network brought along as TorchScript, from outside: where the picture is red there is a polyp.</summary>
public sealed class TorchScriptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public TorchScriptTests() => _model = TestScript.Write(
        _folder.File("red.pt"), "torch.sigmoid(x[:, 0:1] * 100.0 - 50.0)",
        """{"outputs": "probabilities", "input_width": 32, "input_height": 32, "threshold": 0.4, "min_area": 0.001, "std": [1, 1, 0.00001], "license": "MIT", "name": "reds"}""");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task PredictAndEvaluate_Trusted_FindWhatTheProgramFinds()
    {
        MakePicture();
        var predict = await VideoSegProgram.RunAsync(
            "predict", _folder.File("images"), "-o", _folder.File("out"), "--model", _model, "--trust-torchscript", "--device", "cpu");
        Assert.True(predict.ExitCode == 0, predict.Errors);
        Assert.Contains("polyps in 1 (torchscript, own, cpu, reds)", predict.Errors, StringComparison.Ordinal);
        Assert.Contains("native handles alive: none", predict.Errors, StringComparison.Ordinal);
        var evaluate = await VideoSegProgram.RunAsync(
            "evaluate", "--images", _folder.File("images"), "--masks", _folder.File("masks"), "--model", _model, "--trust-torchscript", "--device", "cpu", "--json");
        Assert.True(evaluate.ExitCode == 0, evaluate.Errors);
        JsonElement scores = JsonDocument.Parse(evaluate.Output).RootElement;
        Assert.True(scores.GetProperty("dice").GetDouble() > 0.95, evaluate.Output);
        Assert.Equal("torchscript", scores.GetProperty("engine").GetString());
        Assert.Equal(0.4, scores.GetProperty("threshold").GetDouble(), 1e-6);
    }

    [Fact]
    public async Task Process_Trusted_RunsInSeveralLanes()
    {
        string input = _folder.File("in.mkv"), detections = _folder.File("d.jsonl");
        Ffmpeg.Run("-f", "lavfi", "-i", "color=black:size=96x96:rate=25:duration=0.4,drawbox=x=20:y=20:w=40:h=40:color=red:t=fill", "-c:v", "ffv1", input);
        var (exitCode, json, errors) = await VideoSegProgram.RunAsync(
            "process", input, "-o", _folder.File("out.mkv"), "--model", _model, "--trust-torchscript", "--device", "cpu", "--lanes", "2", "--field", "whole",
            "--detections", detections, "--json");
        Assert.True(exitCode == 0, errors);
        Assert.Contains("native handles alive: none", errors, StringComparison.Ordinal);
        Assert.Equal((10, 1), (JsonDocument.Parse(json).RootElement.GetProperty("frames_out").GetInt32(), JsonDocument.Parse(json).RootElement.GetProperty("polyps").GetInt32()));
        int[] box = [.. JsonDocument.Parse(File.ReadLines(detections).Last()).RootElement.GetProperty("polyps")[0].GetProperty("box").EnumerateArray().Select(side => side.GetInt32())];
        Assert.All(box.Zip([20, 20, 40, 40]), pair => Assert.InRange(pair.First, pair.Second - 4, pair.Second + 4));
    }

    [Fact]
    public async Task Predict_WithoutTrust_IsRefused()
    {
        MakePicture();
        var (exitCode, _, errors) = await VideoSegProgram.RunAsync("predict", _folder.File("images"), "-o", _folder.File("out"), "--model", _model);
        Assert.Equal(2, exitCode);
        Assert.Contains("add --trust-torchscript", errors, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    [Fact]
    public async Task Summary_TellsWhatCanBeTold_AndWhatNot()
    {
        var (exitCode, output, errors) = await VideoSegProgram.RunAsync("model", "summary", _model);
        Assert.True(exitCode == 0, errors);
        Assert.Contains("a TorchScript program. It was not loaded, and nothing in it was executed.", output, StringComparison.Ordinal);
        Assert.Contains("input: 3 x 32 x 32, RGB from 0 to 1, less 0 0 0, divided by 1 1 1E-05", output, StringComparison.Ordinal);
        Assert.Contains("output: probabilities of polyp", output, StringComparison.Ordinal);
        Assert.Contains("masks: from a probability of 0.4 on, components from 0.001 of the picture on", output, StringComparison.Ordinal);
        Assert.Contains("license: MIT", output, StringComparison.Ordinal);
        Assert.Contains("Its stages, parameters and multiply-accumulates, and whatever else it does, are known to the program alone.", output, StringComparison.Ordinal);
        foreach (string[] more in new[] { new[] { "--size", "9" }, ["--mode", "fast"], ["--depth", "2"] })
        {
            (exitCode, output, errors) = await VideoSegProgram.RunAsync(["model", "summary", _model, .. more]);
            Assert.Equal((2, ""), (exitCode, output));
            Assert.Contains("a TorchScript file", errors, StringComparison.Ordinal);
        }

        File.Delete(_model + ".json");
        Assert.Contains($"what it takes and gives: not known, there is no {_model}.json", (await VideoSegProgram.RunAsync("model", "summary", _model)).Output, StringComparison.Ordinal);
        (exitCode, _, errors) = await VideoSegProgram.RunAsync("model", "compile", _model);
        Assert.Equal(3, exitCode);
        Assert.Contains("found a TorchScript program", errors, StringComparison.Ordinal);
    }

    private void MakePicture()
    {
        Directory.CreateDirectory(_folder.File("images"));
        Directory.CreateDirectory(_folder.File("masks"));
        var picture = new Picture(64, 64, PixelFormat.Rgb24);
        var mask = new Picture(64, 64, PixelFormat.Gray8);
        for (int y = 16; y < 48; y++)
        {
            for (int x = 16; x < 48; x++)
            {
                picture.Data[3 * ((y * 64) + x)] = 255;
                mask.Data[(y * 64) + x] = 255;
            }
        }

        ImageFile.Write(_folder.File("images/p.png"), picture);
        ImageFile.Write(_folder.File("masks/p.png"), mask);
    }
}
