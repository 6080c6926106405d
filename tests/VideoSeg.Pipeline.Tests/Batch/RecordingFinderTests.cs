using VideoSeg.Model;
using VideoSeg.Pipeline.Batch;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Batch;

public sealed class RecordingFinderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public RecordingFinderTests()
    {
        foreach (string name in new[]
        {
            "a.mp4", "b.AVI", "notes.txt", ".hidden.mp4", "c.partial.mp4", "monday/a.mp4", "monday/late/d.mkv", "tuesday/e.mpg", "tuesday/scan.jpg", "out/a.mp4",
        })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
            File.WriteAllText(_folder.File(name), "");
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_Folder_GivesEveryRecordingBelowItAndLeavesTheRest()
    {
        RecordingList list = RecordingFinder.Find([_folder.Path], _folder.File("out"));
        Assert.Equal(["a", "b", "monday/a", "monday/late/d", "tuesday/e"], list.Recordings.Select(r => r.RelativePath));
        Assert.Equal(_folder.File("monday/late/d.mkv"), list.Recordings[3].Input);
        Assert.Equal(3, list.OtherFiles); // hidden ones are not looked at
    }

    [Theory]
    [InlineData("*.mp4", new[] { ".hidden", "a" })]
    [InlineData("monday/**/*.mkv", new[] { "late/d" })]
    [InlineData("*/a.mp4", new[] { "monday/a" })]
    public void Find_Pattern_GivesWhatMatches(string pattern, string[] expected) =>
        Assert.Equal(expected, RecordingFinder.Find([_folder.File(pattern)], _folder.File("out")).Recordings.Select(r => r.RelativePath).Order(StringComparer.Ordinal));

    [Fact]
    public void Find_SameFileTwice_GivesItOnce()
    {
        RecordingList list = RecordingFinder.Find([_folder.File("a.mp4"), _folder.Path, _folder.File("./a.mp4")], _folder.File("out"));
        Assert.Equal(5, list.Recordings.Length);
        Assert.Equal(_folder.File("a.mp4"), list.Recordings[0].Input);
    }

    [Fact]
    public void Find_UrlStandardInputAndMissingFile_AreTakenAsTheyAre()
    {
        RecordingList list = RecordingFinder.Find(["rtsp://host:8554/room/one", "-", _folder.File("missing.mp4")]);
        Assert.Equal(["one", "stdin", "missing"], list.Recordings.Select(r => r.RelativePath));
        Assert.Equal("rtsp://host:8554/room/one", list.Recordings[0].Input);
    }

    [Theory]
    [InlineData("nothing*.mp4", "found none")]
    [InlineData("nowhere/*/x.mp4", "found none")]
    public void Find_PatternWithoutAMatch_SaysSo(string pattern, string expected)
    {
        var fault = Assert.Throws<VideoSegException>(() => RecordingFinder.Find([_folder.File(pattern)]));
        Assert.Equal(FaultKind.Input, fault.Kind);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_FolderWithoutRecordings_SaysWhatWasLookedFor()
    {
        Directory.CreateDirectory(_folder.File("empty"));
        var fault = Assert.Throws<VideoSegException>(() => RecordingFinder.Find([_folder.File("empty")]));
        Assert.Contains("found 0 files", fault.Message, StringComparison.Ordinal);
    }
}
