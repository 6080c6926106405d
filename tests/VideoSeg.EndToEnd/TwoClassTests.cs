using System.Text.Json;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd;

/// <summary>A network that knows two kinds of polyps, from outside: red ones, on the left, and blue ones, on the right.</summary>
public sealed class TwoClassTests : IDisposable
{
    private const int Width = 384, Height = 192;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Process_TwoClasses_EveryResultNamesThemRightly_AndALegendIsDrawn()
    {
        string model = TestScript.Write(
            _folder.File("two.pt"),
            "torch.cat([x[:, 0:1] * 0.0, (x[:, 0:1] - x[:, 2:3]) * 40.0 - 10.0, (x[:, 2:3] - x[:, 0:1]) * 40.0 - 10.0], 1)",
            """{"outputs": "logits", "input_width": 64, "input_height": 32, "classes": ["background", "reddish", "bluish"], "colours": ["#FFFF00", "#FF00FF"]}""");
        string input = _folder.File("in.mkv"), detections = _folder.File("d.jsonl"), coco = _folder.File("coco.json"), yolo = _folder.File("yolo"), touched = _folder.File("touched.mkv");
        Ffmpeg.Run(
            "-f", "lavfi", "-i", $"color=gray:size={Width}x{Height}:rate=25:duration=0.4,drawbox=x=40:y=40:w=80:h=80:color=red:t=fill,drawbox=x=240:y=40:w=80:h=80:color=blue:t=fill",
            "-c:v", "ffv1", input);
        var (exitCode, _, errors) = await VideoSegProgram.RunAsync(
            "process", input, "-o", _folder.File("out.mkv"), "--codec", "ffv1", "--model", model, "--trust-torchscript", "--device", "cpu", "--field", "whole",
            "--detections", detections, "--coco", coco, "--yolo", yolo, "--touched", touched);
        Assert.True(exitCode == 0, errors);

        JsonElement[] polyps = [.. JsonDocument.Parse(File.ReadLines(detections).Last()).RootElement.GetProperty("polyps").EnumerateArray().OrderBy(polyp => polyp.GetProperty("box")[0].GetInt32())];
        Assert.Equal(["reddish", "bluish"], polyps.Select(polyp => polyp.GetProperty("class").GetString()));
        Assert.InRange(polyps[0].GetProperty("box")[0].GetInt32(), 30, 50);
        Assert.InRange(polyps[1].GetProperty("box")[0].GetInt32(), 230, 250);

        JsonElement set = JsonDocument.Parse(await File.ReadAllTextAsync(coco, TestContext.Current.CancellationToken)).RootElement;
        Dictionary<int, string> categories = set.GetProperty("categories").EnumerateArray().ToDictionary(c => c.GetProperty("id").GetInt32(), c => c.GetProperty("name").GetString()!);
        Assert.Equal(["reddish", "bluish"], categories.OrderBy(c => c.Key).Select(c => c.Value));
        Assert.NotEmpty(set.GetProperty("annotations").EnumerateArray());
        Assert.All(set.GetProperty("annotations").EnumerateArray(), annotation => Assert.Equal(
            annotation.GetProperty("bbox")[0].GetDouble() < Width / 2 ? "reddish" : "bluish", categories[annotation.GetProperty("category_id").GetInt32()]));

        Assert.Equal(["reddish", "bluish"], await File.ReadAllLinesAsync(Path.Combine(yolo, "classes.txt"), TestContext.Current.CancellationToken));
        string[][] labels = [.. File.ReadLines(Directory.GetFiles(Path.Combine(yolo, "labels")).Order(StringComparer.Ordinal).Last()).Select(line => line.Split(' '))];
        Assert.Equal(2, labels.Length);
        Assert.All(labels, label => Assert.Equal(label[1].StartsWith("0.0", StringComparison.Ordinal) || label[1].StartsWith("0.1", StringComparison.Ordinal) || label[1].StartsWith("0.2", StringComparison.Ordinal) || label[1].StartsWith("0.3", StringComparison.Ordinal) ? "0" : "1", label[0]));

        // The legend stands in the lower left corner, in every frame.
        byte[] drawn = Ffmpeg.Samples(touched, "gray");
        Assert.Equal(10 * Width * Height, drawn.Length);
        Assert.All(Enumerable.Range(0, 10), frame => Assert.Contains((byte)255, drawn.AsSpan((frame * Width * Height) + ((Height - 20) * Width), 100).ToArray()));
        byte[] off = Ffmpeg.Samples(await TouchedWithoutLegend(input, model), "gray");
        Assert.All(Enumerable.Range(0, 10), frame => Assert.DoesNotContain((byte)255, off.AsSpan((frame * Width * Height) + ((Height - 20) * Width), 100).ToArray()));
    }

    private async Task<string> TouchedWithoutLegend(string input, string model)
    {
        string touched = _folder.File("off.mkv");
        var (exitCode, _, errors) = await VideoSegProgram.RunAsync(
            "process", input, "-o", _folder.File("off-out.mkv"), "--model", model, "--trust-torchscript", "--device", "cpu", "--field", "whole", "--legend", "off", "--every", "2", "--touched", touched);
        Assert.True(exitCode == 0, errors);
        return touched;
    }
}
