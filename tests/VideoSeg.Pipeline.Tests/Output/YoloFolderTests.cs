using System.Globalization;
using System.Numerics;
using VideoSeg.Model;
using VideoSeg.Model.Images;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Output;

public sealed class YoloFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Write_RingAndDisc_LabelsGiveTheMasks()
    {
        FileJobOptions options = Options() with { Masks = _folder.File("masks") };
        await PolypClip.Run(options);
        string[] labels = [.. Directory.GetFiles(_folder.File("yolo/labels")).Order()];
        Assert.Equal(Enumerable.Range(PolypClip.FirstWithPolyps, PolypClip.Frames - PolypClip.FirstWithPolyps).Select(i => $"frame-{i:000000}.txt"), labels.Select(Path.GetFileName));
        foreach (string label in labels)
        {
            string[] lines = await File.ReadAllLinesAsync(label, TestContext.Current.CancellationToken);
            Assert.Equal(2, lines.Length);
            Picture mask = ImageFile.Read(Path.Combine(options.Masks, Path.ChangeExtension(Path.GetFileName(label), ".png")));
            byte[] drawn = new byte[mask.Data.Length];
            foreach (string line in lines)
            {
                string[] words = line.Split(' ');
                Assert.Equal("0", words[0]);
                float[] shares = [.. words[1..].Select(word => float.Parse(word, CultureInfo.InvariantCulture))];
                Assert.True(shares.Length >= 6 && shares.Length % 2 == 0);
                Assert.All(shares, share => Assert.InRange(share, 0, 1));
                RingRaster.Fill(drawn, PolypClip.Width, PolypClip.Height, [.. shares.Chunk(2).Select(pair => new Vector2(pair[0] * PolypClip.Width, pair[1] * PolypClip.Height))]);
            }

            Assert.InRange(RingRaster.Overlap(mask.Data, drawn), 0.96, 1);
        }
    }

    [Fact]
    public async Task Open_WritesTheClassesAndTheDataSet()
    {
        FileJobOptions options = Options();
        await PolypClip.Run(options);
        Assert.Equal("polyp\n", await File.ReadAllTextAsync(_folder.File("yolo/classes.txt"), TestContext.Current.CancellationToken));
        string yaml = await File.ReadAllTextAsync(_folder.File("yolo/data.yaml"), TestContext.Current.CancellationToken);
        Assert.EndsWith("train: images\nval: images\nnames:\n  0: \"polyp\"\n", yaml, StringComparison.Ordinal);
        Assert.Contains("images/frame-%06d.png", yaml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("labels/frame-000000.txt")]
    [InlineData("data.yaml")]
    public async Task Create_DataSetThatExists_IsRefusedUntilAllowed(string name)
    {
        FileJobOptions options = Options();
        Directory.CreateDirectory(_folder.File("yolo/labels"));
        string precious = _folder.File(Path.Combine("yolo", name));
        await File.WriteAllTextAsync(precious, "precious", TestContext.Current.CancellationToken);
        var fault = await Assert.ThrowsAsync<VideoSegException>(() => PolypClip.Run(options));
        Assert.Equal(FaultKind.Output, fault.Kind);
        Assert.Contains("--overwrite", fault.Message, StringComparison.Ordinal);
        Assert.Equal("precious", await File.ReadAllTextAsync(precious, TestContext.Current.CancellationToken));
        await PolypClip.Run(options with { Writer = options.Writer with { Overwrite = true } });
        Assert.False(File.Exists(_folder.File("yolo/labels/frame-000000.txt"))); // the first frames show nothing
    }

    [Fact]
    public async Task Dispose_OutputThatCannotBeMade_LeavesNoFolder()
    {
        await Assert.ThrowsAsync<VideoSegException>(() => PolypClip.Run(Options() with { Masks = _folder.File("in.mkv/masks") }));
        Assert.Equal([_folder.File("in.mkv")], Directory.GetFileSystemEntries(_folder.Path));
    }

    private FileJobOptions Options() => new()
    {
        Input = PolypClip.Make(_folder),
        Output = _folder.File("out.mkv"),
        Yolo = _folder.File("yolo"),
    };
}
