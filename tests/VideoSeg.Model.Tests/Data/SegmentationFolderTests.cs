using VideoSeg.Model.Data;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Data;

public sealed class SegmentationFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _images;
    private readonly string _masks;

    public SegmentationFolderTests()
    {
        _images = Directory.CreateDirectory(_folder.File("images")).FullName;
        _masks = Directory.CreateDirectory(_folder.File("masks")).FullName;
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_PairsByNameWhateverTheExtension_SortedByName()
    {
        Touch(_images, "b.JPG", "a.png", "c.tiff", "notes.txt");
        Touch(_masks, "c.png", "a.jpeg", "b.png", "without-a-picture.png");

        IReadOnlyList<SegmentationSample> samples = SegmentationFolder.Open(_images, _masks);

        Assert.Equal(["a", "b", "c"], samples.Select(s => s.Name));
        Assert.Equal(Path.Combine(_images, "b.JPG"), samples[1].ImagePath);
        Assert.Equal(Path.Combine(_masks, "b.png"), samples[1].MaskPath);
    }

    [Fact]
    public void Open_SplitWithAndWithoutExtensions_TakesThoseOnly()
    {
        Touch(_images, "a.png", "b.png", "v1.2.png", "d.png");
        Touch(_masks, "a.png", "b.png", "v1.2.png");
        string split = Split("v1.2", "", "images/a.png ");

        Assert.Equal(["a", "v1.2"], SegmentationFolder.Open(_images, _masks, split).Select(s => s.Name));
    }

    [Fact]
    public void Open_MissingMasks_NamesFiveOfThem()
    {
        Touch(_images, [.. Enumerable.Range(1, 8).Select(i => $"p{i}.png")]);
        Touch(_masks, "p1.png");

        string message = Fault(() => SegmentationFolder.Open(_images, _masks));

        Assert.Contains("p2, p3, p4, p5, p6 and 2 more", message, StringComparison.Ordinal);
        Assert.Contains(_masks, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_SplitNamesAnUnknownPicture_SaysWhich()
    {
        Touch(_images, "a.png");
        Touch(_masks, "a.png");
        Assert.Contains("found none for z", Fault(() => SegmentationFolder.Open(_images, _masks, Split("a", "z"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_TwoFilesOfOneName_AreRefused()
    {
        Touch(_images, "a.png", "a.jpg");
        Touch(_masks, "a.png");
        Assert.Contains("a.jpg", Fault(() => SegmentationFolder.Open(_images, _masks)), StringComparison.Ordinal);
    }

    [Fact]
    public void Pictures_OfAFolderAlone_AreThoseOfTheSplitAndRefusedAlike()
    {
        Touch(_images, "b.png", "a.png", "c.jpg", "notes.txt");
        Assert.Equal(["a.png", "b.png", "c.jpg"], SegmentationFolder.Pictures(_images).Select(Path.GetFileName));
        Assert.Equal(["b.png", "c.jpg"], SegmentationFolder.Pictures(_images, Split("c", "b")).Select(Path.GetFileName));
        Assert.Contains("d, e", Fault(() => SegmentationFolder.Pictures(_images, Split("a", "d", "e"))), StringComparison.Ordinal);
        Touch(_images, "a.jpg");
        Assert.Contains("expected one file for each name", Fault(() => SegmentationFolder.Pictures(_images)), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_EmptyOrWrongFolders_SaysWhatIsThere()
    {
        Assert.Contains("an empty folder", Fault(() => SegmentationFolder.Open(_images, _masks)), StringComparison.Ordinal);
        Touch(_images, "a.bmp");
        Assert.Contains("only 1 files of other kinds", Fault(() => SegmentationFolder.Open(_images, _masks)), StringComparison.Ordinal);
        Assert.Contains("found nothing", Fault(() => SegmentationFolder.Open(_folder.File("nowhere"), _masks)), StringComparison.Ordinal);
        Assert.Contains("found a file", Fault(() => SegmentationFolder.Open(Path.Combine(_images, "a.bmp"), _masks)), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_UnusableSplitFile_SaysWhatIsWrong()
    {
        Touch(_images, "a.png");
        Touch(_masks, "a.png");
        Assert.Contains("cannot be read", Fault(() => SegmentationFolder.Open(_images, _masks, _folder.File("none.txt"))), StringComparison.Ordinal);
        Assert.Contains("found none", Fault(() => SegmentationFolder.Open(_images, _masks, Split(" "))), StringComparison.Ordinal);
        Assert.Contains("a twice", Fault(() => SegmentationFolder.Open(_images, _masks, Split("a", "a.png"))), StringComparison.Ordinal);
    }

    [Fact]
    public void Open_KvasirSplits_Are880And120WithoutOverlap()
    {
        string images = RealData.At("kvasir-seg", "images");
        string masks = RealData.At("kvasir-seg", "masks");
        var train = SegmentationFolder.Open(images, masks, RealData.At("kvasir-seg", "train.txt"));
        var test = SegmentationFolder.Open(images, masks, RealData.At("kvasir-seg", "val.txt"));

        Assert.Equal((880, 120), (train.Count, test.Count));
        Assert.Equal(1000, SegmentationFolder.Open(images, masks).Count);
        Assert.Empty(train.Intersect(test));
    }

    private static string Fault(Action action)
    {
        var fault = Assert.Throws<VideoSegException>(action);
        Assert.Equal(FaultKind.Input, fault.Kind);
        return fault.Message;
    }

    private static void Touch(string folder, params string[] names)
    {
        foreach (string name in names)
        {
            File.WriteAllBytes(Path.Combine(folder, name), []);
        }
    }

    private string Split(params string[] lines)
    {
        string path = _folder.File($"{Guid.NewGuid():N}.txt");
        File.WriteAllLines(path, lines);
        return path;
    }
}
