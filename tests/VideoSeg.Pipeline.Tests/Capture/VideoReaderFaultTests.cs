using System.Collections.Immutable;
using VideoSeg.Model;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Capture;

public sealed class VideoReaderFaultTests
{
    [Fact]
    public void Open_AMissingFile_SaysThatNothingIsThere() =>
        AssertRefused("/nowhere/missing.mp4", "expected a video at '/nowhere/missing.mp4', found nothing there");

    [Fact]
    public void Open_AnEmptyFile_SaysSo()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.File("empty.mp4"), []);
        AssertRefused(folder.File("empty.mp4"), "found an empty file");
    }

    [Theory]
    [InlineData("notes.txt")]
    [InlineData("notes.mp4")]
    public void Open_AText_SaysThatItIsNoVideo(string name)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File(name), string.Concat(Enumerable.Repeat("All happy families are alike.\n", 500)));
        AssertRefused(folder.File(name), "in no format that FFmpeg knows");
    }

    [Fact]
    public void Open_Noise_SaysThatItIsNoVideo()
    {
        using var folder = new TemporaryFolder();
        byte[] noise = new byte[100_000];
        new Random(1).NextBytes(noise);
        File.WriteAllBytes(folder.File("noise.mkv"), noise);
        AssertRefused(folder.File("noise.mkv"), "in no format that FFmpeg knows");
    }

    [Fact]
    public void Open_AFolder_NamesIt()
    {
        using var folder = new TemporaryFolder();
        AssertRefused(folder.Path, $"'{folder.Path}'");
    }

    [Fact]
    public void Open_AnMp4WithoutItsIndex_PassesFfmpegsReasonOn()
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.Make(folder.File("a.mp4"), "testsrc2=size=64x64:rate=5:duration=1");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^2000]);
        AssertRefused(path, "moov atom not found");
    }

    [Fact]
    public void Open_SoundOnly_SaysThatThereIsNoVideo()
    {
        using var folder = new TemporaryFolder();
        AssertRefused(Ffmpeg.Make(folder.File("a.wav"), "sine=duration=0.2"), "expected a video track");
    }

    [Fact]
    public void Open_SoundWithACoverPicture_SaysThatThereIsNoVideo()
    {
        using var folder = new TemporaryFolder();
        string cover = Ffmpeg.Make(folder.File("cover.jpg"), "testsrc2=size=64x64", "-frames:v", "1");
        Ffmpeg.Run("-f", "lavfi", "-i", "sine=duration=0.2", "-i", cover, "-map", "0", "-map", "1", "-c:v", "copy", "-disposition:v", "attached_pic", folder.File("a.mp3"));
        AssertRefused(folder.File("a.mp3"), "expected a video track");
    }

    [Fact]
    public void Open_ATrackThatIsNoVideo_SaysSo()
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.Make(folder.File("a.mkv"), "testsrc2=size=64x64:rate=5:duration=1", "-f", "lavfi", "-i", "sine=duration=1");
        AssertRefused(path, "track 1 is no video track", new VideoReaderOptions { VideoTrack = 1 });
        AssertRefused(path, "track 7 is no video track", new VideoReaderOptions { VideoTrack = 7 });
    }

    [Fact]
    public void Open_WithAnUnknownOption_NamesIt()
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.Make(folder.File("a.mkv"), "testsrc2=size=64x64:rate=5:duration=1");
        ImmutableDictionary<string, string> options = ImmutableDictionary<string, string>.Empty.Add("nonsense", "1");
        AssertRefused(path, "nonsense", new VideoReaderOptions { InputOptions = options }, FaultKind.Usage);
        AssertRefused(path, "nonsense", new VideoReaderOptions { DecoderOptions = options }, FaultKind.Usage);
    }

    [Fact]
    public void Open_WithOptionsOutOfRange_ListsThemAll()
    {
        var fault = Assert.Throws<VideoSegException>(() => VideoReader.Open("a", new VideoReaderOptions { DecoderThreads = -1, VideoTrack = -2 }, default));
        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.Contains(nameof(VideoReaderOptions.DecoderThreads), fault.Message, StringComparison.Ordinal);
        Assert.Contains(nameof(VideoReaderOptions.VideoTrack), fault.Message, StringComparison.Ordinal);
    }

    private static void AssertRefused(string path, string expected, VideoReaderOptions? options = null, FaultKind kind = FaultKind.Input)
    {
        var fault = Assert.Throws<VideoSegException>(() => FrameSupport.Open(path, options));
        Assert.Equal(kind, fault.Kind);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }
}
