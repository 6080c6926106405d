using System.Numerics;
using System.Text.Json;
using VideoSeg.Model;
using VideoSeg.Model.Images;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Output;

public sealed class CocoFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Write_RingAndDisc_KeepsEveryRuleOfPycocotools()
    {
        FileJobOptions options = Options() with { Masks = _folder.File("masks") };
        await PolypClip.Run(options);
        JsonElement root = Read(options.Coco!);
        JsonElement[] images = Array(root, "images"), annotations = Array(root, "annotations");

        Assert.Equal("in.mkv", root.GetProperty("info").GetProperty("video").GetString());
        Assert.Equal([(1, "polyp")], Array(root, "categories").Select(c => (c.GetProperty("id").GetInt32(), c.GetProperty("name").GetString())));
        Assert.Equal(Enumerable.Range(1, PolypClip.Frames), images.Select(image => image.GetProperty("id").GetInt32()));
        Assert.Equal(Enumerable.Range(1, 2 * (PolypClip.Frames - PolypClip.FirstWithPolyps)), annotations.Select(a => a.GetProperty("id").GetInt32()));
        foreach (JsonElement image in images)
        {
            int id = image.GetProperty("id").GetInt32();
            Assert.Equal(id - 1, image.GetProperty("frame").GetInt32());
            Assert.Equal((id - 1) / 25.0, image.GetProperty("time").GetDouble(), 6);
            Assert.Equal((PolypClip.Width, PolypClip.Height), (image.GetProperty("width").GetInt32(), image.GetProperty("height").GetInt32()));
            Picture mask = ImageFile.Read(Path.Combine(options.Masks, image.GetProperty("file_name").GetString()!));
            byte[] drawn = new byte[mask.Data.Length];
            foreach (JsonElement annotation in annotations.Where(a => a.GetProperty("image_id").GetInt32() == id))
            {
                Draw(annotation, drawn);
            }

            Assert.InRange(RingRaster.Overlap(mask.Data, drawn), 0.96, 1);
        }
    }

    [Fact]
    public async Task Write_Steadied_NumbersThePolyps()
    {
        FileJobOptions options = Options();
        await PolypClip.Run(options, steady: true);
        JsonElement[] annotations = Array(Read(options.Coco!), "annotations");
        Assert.Equal([1, 2], annotations.Select(a => a.GetProperty("track_id").GetInt32()).Distinct().Order());
        Assert.Equal(PolypClip.FirstWithPolyps + 3, annotations[0].GetProperty("image_id").GetInt32()); // shown from the third frame on
    }

    [Fact]
    public async Task Finish_ManyFrames_IsWholeAndLeavesNothingElse()
    {
        // More than the pieces that are held in memory.
        string input = Ffmpeg.Make(_folder.File("in.mkv"), PolypClip.Source.Replace("d=0.8", "d=60", StringComparison.Ordinal).Replace("100-N", "100-mod(N,80)", StringComparison.Ordinal), "-c:v", "libx264", "-preset", "ultrafast");
        FileJobOptions options = Options() with { Input = input };
        await PolypClip.Run(options);
        JsonElement root = Read(options.Coco!);
        Assert.Equal(1500, Array(root, "images").Length);
        Assert.Equal(2 * 1495, Array(root, "annotations").Length);
        Assert.Equal(["coco.json", "in.mkv", "out.mkv"], Directory.GetFileSystemEntries(_folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task Finish_NetworkFails_IsWholeForWhatCameBefore()
    {
        FileJobOptions options = Options();
        await Assert.ThrowsAsync<VideoSegException>(() => PolypClip.Run(options, segmenter: new ScriptedSegmenter(80) { FailsAt = 8 }));
        JsonElement root = Read(options.Coco!);
        Assert.Equal(8, Array(root, "images").Length);
        Assert.Equal(6, Array(root, "annotations").Length);
    }

    [Fact]
    public async Task Write_DiskFull_SaysSo()
    {
        var fault = await Assert.ThrowsAsync<VideoSegException>(() => PolypClip.Run(Options() with { Coco = "/dev/full" }));
        Assert.Equal(FaultKind.Output, fault.Kind);
        Assert.Contains("cannot write the COCO annotations to '/dev/full'", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Create_FileThatExists_IsRefusedUntilAllowed()
    {
        FileJobOptions options = Options();
        await File.WriteAllTextAsync(options.Coco!, "precious", TestContext.Current.CancellationToken);
        var fault = await Assert.ThrowsAsync<VideoSegException>(() => PolypClip.Run(options));
        Assert.Contains("--overwrite", fault.Message, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(options.Coco!, TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<VideoSegException>(() => PolypClip.Run(options with { Writer = options.Writer with { Overwrite = true } }, segmenter: new ScriptedSegmenter(80) { FailsAt = 8 }));
        Assert.Equal("precious", await File.ReadAllTextAsync(options.Coco!, TestContext.Current.CancellationToken));
        File.Delete(options.Output);
        await PolypClip.Run(options with { Writer = options.Writer with { Overwrite = true } });
        Assert.Equal(PolypClip.Frames, Array(Read(options.Coco!), "images").Length);
    }

    /// <summary>What pycocotools asks of an annotation, and its mask.</summary>
    private static void Draw(JsonElement annotation, byte[] mask)
    {
        Assert.Equal((1, 0), (annotation.GetProperty("category_id").GetInt32(), annotation.GetProperty("iscrowd").GetInt32()));
        Assert.InRange(annotation.GetProperty("score").GetDouble(), 0.5, 1);
        double[] box = [.. annotation.GetProperty("bbox").EnumerateArray().Select(v => v.GetDouble())];
        Assert.Equal(4, box.Length);
        byte[] own = new byte[mask.Length];
        foreach (JsonElement ring in annotation.GetProperty("segmentation").EnumerateArray())
        {
            float[] numbers = [.. ring.EnumerateArray().Select(v => v.GetSingle())];
            Assert.True(numbers.Length >= 6 && numbers.Length % 2 == 0, $"{numbers.Length} numbers are no polygon");
            Vector2[] points = [.. numbers.Chunk(2).Select(pair => new Vector2(pair[0], pair[1]))];
            Assert.All(points, p => Assert.True(p.X >= box[0] - 0.01 && p.X <= box[0] + box[2] + 0.01 && p.Y >= box[1] - 0.01 && p.Y <= box[1] + box[3] + 0.01, $"{p} lies outside the box"));
            RingRaster.Fill(own, PolypClip.Width, PolypClip.Height, points);
        }

        double area = annotation.GetProperty("area").GetDouble();
        Assert.Equal(area, own.Count(p => p != 0), area * 0.02);
        for (int i = 0; i < own.Length; i++)
        {
            mask[i] |= own[i];
        }
    }

    private FileJobOptions Options() => new()
    {
        Input = File.Exists(_folder.File("in.mkv")) ? _folder.File("in.mkv") : PolypClip.Make(_folder),
        Output = _folder.File("out.mkv"),
        Coco = _folder.File("coco.json"),
    };

    private static JsonElement Read(string path) => JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;

    private static JsonElement[] Array(JsonElement root, string name) => [.. root.GetProperty(name).EnumerateArray()];
}
