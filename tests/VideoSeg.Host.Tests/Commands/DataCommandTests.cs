using VideoSeg.Model;
using VideoSeg.Model.Data.Packs;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Host.Tests.Commands;

public sealed class DataCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public DataCommandTests()
    {
        // Pictures that do not resemble each other, but for 7, which is 6 again.
        Directory.CreateDirectory(_folder.File("images"));
        Directory.CreateDirectory(_folder.File("masks"));
        for (int n = 0; n < 8; n++)
        {
            var random = new Random(n == 7 ? 6 : n);
            var image = new Picture(40, 40, PixelFormat.Rgb24);
            var mask = new Picture(40, 40, PixelFormat.Gray8);
            byte[] patches = new byte[16];
            random.NextBytes(patches);
            for (int i = 0; i < 40 * 40; i++)
            {
                image.Data.AsSpan(i * 3, 3).Fill(patches[(i / 400 * 4) + (i % 40 / 10)]);
            }

            mask.Data.AsSpan(0, 800).Fill(2);
            ImageFile.Write(_folder.File($"images/{n}.png"), image);
            ImageFile.Write(_folder.File($"masks/{n}.png"), mask);
        }
    }

    private string[] Folders => ["--images", _folder.File("images"), "--masks", _folder.File("masks")];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pack_TakesSizeClassesQualityAndSplit()
    {
        string split = Write("split.txt", "3\n5\n"), output = _folder.File("a.pack");
        Assert.Equal(0, await CommandRun.DataAsync(["pack", .. Folders, "--split", split, "--classes", "2", "--size", "32", "--quality", "0", "-o", output]));
        PackFile pack = PackFile.Open(output);
        Assert.Equal((2, 32, 2), (pack.Count, pack.Size, pack.Kinds));
        Assert.Equal(["3", "5"], [pack.Name(0), pack.Name(1)]);
        Assert.Equal(ImageFile.Read(_folder.File("images/3.png")).Data[0], pack.ReadImage(0).Data[0]);
        Assert.Equal((2, 0), (pack.ReadMask(0).Data[0], pack.ReadMask(0).Data[^1]));

        byte[] before = await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken);
        Assert.Contains("--overwrite", await Fault(FaultKind.Output, ["pack", .. Folders, "-o", output]), StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(output, TestContext.Current.CancellationToken));
        Assert.Equal(0, await CommandRun.DataAsync(["pack", .. Folders, "--size", "32", "-o", output, "--overwrite"]));
        Assert.Equal((8, 1), (PackFile.Open(output).Count, PackFile.Open(output).Kinds));
    }

    [Fact]
    public async Task Split_ByFractionAndSeed_PartsAllAndKeepsTwinsTogether()
    {
        (string[] train, string[] test) = await Split("--fraction", "0.25", "--seed", "3");
        Assert.Equal(2, test.Length);
        Assert.Equal(["0", "1", "2", "3", "4", "5", "6", "7"], [.. train.Concat(test).Order(StringComparer.Ordinal)]);
        Assert.Equal(test.Contains("6"), test.Contains("7"));
        Assert.Equal(test, (await Split("--fraction", "0.25", "--seed", "3", "--overwrite")).Test);
        var others = new List<string>();
        foreach (string seed in (string[])["4", "5", "6"])
        {
            others.Add(string.Join(' ', (await Split("--fraction", "0.25", "--seed", seed, "--overwrite")).Test));
        }

        Assert.Contains(others, other => other != string.Join(' ', test));
        Assert.Equal(4, (await Split("--fraction", "0.5", "--overwrite")).Test.Length);
    }

    [Fact]
    public async Task Split_WithSequences_PartsNone()
    {
        string table = Write("table.csv", "sequence,first,last,frames\n1,0,3,4\n2,4,7,4\n");
        (_, string[] test) = await Split("--fraction", "0.5", "--sequences", table);
        Assert.True(test is ["0", "1", "2", "3"] or ["4", "5", "6", "7"], string.Join(' ', test));
    }

    [Fact]
    public async Task Split_OverWhatIsThere_IsRefused()
    {
        string[] lists = ["--train", _folder.File("train.txt"), "--test", Write("test.txt", "mine")];
        Assert.Contains("--overwrite", await Fault(FaultKind.Output, ["split", .. Folders, .. lists]), StringComparison.Ordinal);
        Assert.Contains("two lists", await Fault(FaultKind.Usage, ["split", .. Folders, "--train", "a", "--test", "./a"]), StringComparison.Ordinal);
        string table = Write("table.csv", "sequence,first,last,frames\n1,0,7,8\n");
        Assert.Contains("for both", await Fault(FaultKind.Usage, ["split", .. Folders, "--train", table, "--test", "a", "--sequences", table, "--overwrite"]), StringComparison.Ordinal);
        Assert.False(File.Exists(_folder.File("train.txt")));
    }

    [Fact]
    public async Task Split_OfBkai_GivesTheCommittedLists()
    {
        await CommandRun.DataAsync(
            "split", "--images", RealData.At("bkai-neopolyp", "images"), "--masks", RealData.At("bkai-neopolyp", "masks"), "--train", _folder.File("train.txt"), "--test", _folder.File("test.txt"));
        foreach (string part in new[] { "train", "test" })
        {
            Assert.Equal(await Lines(Repository.At("configs", "splits", $"bkai-{part}.txt")), await Lines(_folder.File($"{part}.txt")));
        }
    }

    private static async Task<string> Fault(FaultKind kind, params string[] arguments)
    {
        VideoSegException fault = await Assert.ThrowsAsync<VideoSegException>(() => CommandRun.DataAsync(arguments));
        Assert.Equal(kind, fault.Kind);
        return fault.Message;
    }

    private static Task<string[]> Lines(string path) => File.ReadAllLinesAsync(path, TestContext.Current.CancellationToken);

    private async Task<(string[] Train, string[] Test)> Split(params string[] arguments)
    {
        Assert.Equal(0, await CommandRun.DataAsync(["split", .. Folders, "--train", _folder.File("train.txt"), "--test", _folder.File("test.txt"), .. arguments]));
        return (await Lines(_folder.File("train.txt")), await Lines(_folder.File("test.txt")));
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }
}
