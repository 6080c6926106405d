using System.Text.Json.Nodes;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.EndToEnd;

/// <summary>A network other than the shipped one through every command that knows networks, from outside.</summary>
public sealed class FamilyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("resunetpp-wide")]
    [InlineData("unetpp", "--mode", "accurate", "--depth", "3")]
    public async Task Network_OfTheFamily_TrainsAndSegmentsWithEveryCommand(string architecture, params string[] heads)
    {
        string recipe = _folder.File("recipe.json"), run = _folder.File("run"), weights = _folder.File("run/best.safetensors"), video = _folder.File("colon.mp4");
        string images = _folder.File("stills/images"), masks = _folder.File("stills/masks");
        await File.WriteAllTextAsync(recipe, $$"""
            {
              "name": "squares", "architecture": "{{architecture}}", "precision": "f32", "validation_fraction": 0.5,
              "data": [ { "images": "images", "masks": "masks" } ],
              "stages": [ { "epochs": 1, "size": 32, "batch": 2 } ]
            }
            """, TestContext.Current.CancellationToken);
        await Run("synth", "-o", _folder.File("stills"), "--stills", "4", "--size", "96x64");
        await Run("synth", "-o", video, "--size", "96x64", "--duration", "0.2", "--audio", "off");
        await Run("train", recipe, "--data", _folder.File("stills"), "-o", run, "--device", "cpu");

        JsonNode scores = JsonNode.Parse((await Run(["evaluate", "--images", images, "--masks", masks, "--model", weights, "--device", "cpu", "--json", .. heads])).Output)!;
        Assert.Equal(4, (int)scores["images"]!);
        string predicted = (await Run(["predict", images, "-o", _folder.File("out"), "--model", weights, "--device", "cpu", .. heads])).Errors;
        Assert.Contains("4 of 4 pictures", predicted, StringComparison.Ordinal);
        Assert.Contains("(onednn, ", predicted, StringComparison.Ordinal);
        if (heads.Length > 0)
        {
            Assert.Contains("accurate at depth 3", predicted, StringComparison.Ordinal);
        }

        JsonNode summary = JsonNode.Parse((await Run(["process", video, "-o", _folder.File("out.mp4"), "--model", weights, "--device", "cpu", "--json", .. heads])).Output)!;
        Assert.Equal((5, "onednn"), ((int)summary["frames_out"]!, (string?)summary["engine"]));
        await Run(["model", "export", "--onnx", _folder.File("net.onnx"), weights, .. heads]);
        Assert.Contains(" GMAC", (await Run(["model", "compile", "--explain", weights, .. heads])).Output, StringComparison.Ordinal);
        Assert.Contains(" trainable parameters", (await Run(["model", "summary", weights, .. heads])).Output, StringComparison.Ordinal);
        string calibrated = (await Run("model", "calibrate", weights, "--images", images)).Errors;
        Assert.Contains("calibrated on 4 pictures", calibrated, StringComparison.Ordinal);
        Assert.Contains("(onednn, int8, ", (await Run(["predict", images, "-o", _folder.File("out8"), "--model", weights, "--device", "cpu", "--precision", "int8", .. heads])).Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("predict", "IMAGE", "-o", "OUT", "--device", "cpu", "--model", "MODEL", "--mode", "fast")]
    [InlineData("evaluate", "--images", "STILLS/images", "--masks", "STILLS/masks", "--device", "cpu", "--model", "MODEL", "--depth", "2")]
    [InlineData("model", "export", "--onnx", "OUT", "MODEL", "--mode", "accurate")]
    [InlineData("model", "compile", "MODEL", "--depth", "1")]
    [InlineData("model", "summary", "MODEL", "--depth", "1")]
    public async Task HeadsOfANetworkThatHasOne_AreRefused(params string[] arguments)
    {
        await Run("synth", "-o", _folder.File("stills"), "--stills", "1", "--size", "64x64");
        RandomModel.Write(_folder.File("model.safetensors"));
        string[] placed = [.. arguments.Select(argument => argument
            .Replace("IMAGE", Directory.GetFiles(_folder.File("stills/images"))[0], StringComparison.Ordinal)
            .Replace("STILLS", _folder.File("stills"), StringComparison.Ordinal)
            .Replace("MODEL", _folder.File("model.safetensors"), StringComparison.Ordinal)
            .Replace("OUT", _folder.File("out"), StringComparison.Ordinal))];
        var (exitCode, _, errors) = await VideoSegProgram.RunAsync(placed);
        Assert.Equal(2, exitCode);
        Assert.Contains("found resunetpp, which has one; leave mode and depth out", errors, StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("out")));
    }

    [Fact]
    public async Task Depth_OutOfRange_IsAUsageFault()
    {
        var (exitCode, _, errors) = await VideoSegProgram.RunAsync("model", "compile", "unetpp", "--depth", "5");
        Assert.Equal((2, true), (exitCode, errors.Contains("--depth: expected 1 to 4, found 5", StringComparison.Ordinal)));
    }

    private static async Task<(string Output, string Errors)> Run(params string[] arguments)
    {
        var (exitCode, output, errors) = await VideoSegProgram.RunAsync(arguments);
        Assert.True(exitCode == 0, $"{string.Join(' ', arguments)}: {errors}");
        return (output, errors);
    }
}
