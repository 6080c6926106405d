using System.Collections.Immutable;
using VideoSeg.Model;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Encode;

public sealed class VideoWriterTracksTests
{
    [Theory]
    [InlineData("in.mp4", "out.mp4")]
    [InlineData("in.mp4", "out.mkv")]
    [InlineData("in.mkv", "out.mp4")]
    [InlineData("in.mkv", "out.mkv")]
    public void Audio_OfTheSource_IsCopiedBitForBit(string inputName, string outputName)
    {
        using var folder = new TemporaryFolder();
        string input = TrackSamples.Make(folder, inputName);
        string output = folder.File(outputName);
        Transcode.Run(input, output, new VideoWriterOptions());
        Assert.Equal(Ffmpeg.PacketHashes(input, "a:0"), Ffmpeg.PacketHashes(output, "a:0"));
        Assert.Equal("ger", Ffmpeg.Entry(output, "a:0", "nothing:stream_tags=language"));
        Assert.Equal(25, Ffmpeg.FrameTimes(output).Length);
    }

    [Fact]
    public void Audio_OfATransportStream_IsFittedIntoMp4()
    {
        using var folder = new TemporaryFolder();
        string input = Ffmpeg.Make(folder.File("in.ts"), "testsrc2=size=64x64:rate=25:duration=1", "-f", "lavfi", "-i", "sine=duration=1", "-c:a", "aac");
        Transcode.Run(input, folder.File("out.mp4"), new VideoWriterOptions());
        Assert.Equal(Decoded(input), Decoded(folder.File("out.mp4")));
    }

    [Fact]
    public void Matroska_ToMatroska_KeepsSubtitlesAndAttachments()
    {
        using var folder = new TemporaryFolder();
        string input = TrackSamples.Make(folder, "in.mkv");
        using VideoReader reader = FrameSupport.Open(input);
        using VideoWriter writer = VideoWriter.Create(folder.File("out.mkv"), new VideoWriterOptions(), reader, TestContext.Current.CancellationToken);
        FrameSupport.ReadAll(reader, writer.Write, writer.Write);
        writer.Finish();
        Assert.Empty(writer.LeftOut);
        using VideoReader copy = FrameSupport.Open(folder.File("out.mkv"));
        Assert.Equal(reader.Tracks.Select(track => (track.Kind, track.Codec)), copy.Tracks.Select(track => (track.Kind, track.Codec)));
        Assert.Equal(Ffmpeg.PacketHashes(input, "s:0"), Ffmpeg.PacketHashes(folder.File("out.mkv"), "s:0"));
    }

    [Fact]
    public void Create_WithTracksThatTheContainerCannotHold_NamesThem()
    {
        using var folder = new TemporaryFolder();
        using VideoReader reader = FrameSupport.Open(TrackSamples.Make(folder, "in.mkv"));
        using VideoWriter writer = VideoWriter.Create(folder.File("out.mp4"), new VideoWriterOptions(), reader, TestContext.Current.CancellationToken);
        Assert.Equal([TrackKind.Subtitle, TrackKind.Attachment], writer.LeftOut.Select(left => left.Track.Kind));
        Assert.Contains(writer.Notes, note => note.Contains("subtitle track 2 (subrip) is left out: the container mp4 cannot hold subrip", StringComparison.Ordinal));
    }

    [Fact]
    public void Create_WithThePolicyToRefuse_ThrowsAndLeavesNoFile()
    {
        using var folder = new TemporaryFolder();
        using VideoReader reader = FrameSupport.Open(TrackSamples.Make(folder, "in.mkv"));
        var options = new VideoWriterOptions { TrackPolicy = TrackPolicy.Refuse };
        var fault = Assert.Throws<VideoSegException>(() => VideoWriter.Create(folder.File("out.mp4"), options, reader, TestContext.Current.CancellationToken));
        Assert.Equal(FaultKind.Output, fault.Kind);
        Assert.Contains("subtitle track 2 (subrip)", fault.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("out.mp4")));
    }

    [Fact]
    public void Create_WithChosenTracks_CopiesNoOthers()
    {
        using var folder = new TemporaryFolder();
        using VideoReader reader = FrameSupport.Open(TrackSamples.Make(folder, "in.mkv"));
        using VideoWriter writer = VideoWriter.Create(
            folder.File("out.mkv"), new VideoWriterOptions(), reader.Video, [reader.Tracks[2]], TestContext.Current.CancellationToken);
        FrameSupport.ReadAll(reader, writer.Write, writer.Write);
        writer.Finish();
        using VideoReader copy = FrameSupport.Open(folder.File("out.mkv"));
        Assert.Equal([TrackKind.Video, TrackKind.Subtitle], copy.Tracks.Select(track => track.Kind));
    }

    [Fact]
    public void Create_WithATrackOfAClosedReader_Throws()
    {
        using var folder = new TemporaryFolder();
        VideoReader reader = FrameSupport.Open(TrackSamples.Make(folder, "in.mkv"));
        reader.Dispose();
        Assert.Throws<ObjectDisposedException>(() => VideoWriter.Create(
            folder.File("out.mkv"), new VideoWriterOptions(), reader.Video, [reader.Tracks[1]], TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Create_WithTheDecodedTrackOrTracksOfTwoReaders_IsABug()
    {
        using var folder = new TemporaryFolder();
        string path = TrackSamples.Make(folder, "in.mp4");
        using VideoReader one = FrameSupport.Open(path);
        using VideoReader two = FrameSupport.Open(path);
        foreach (MediaTrack[] tracks in new[] { new[] { one.Tracks[0] }, [one.Tracks[1], two.Tracks[1]] })
        {
            Assert.Throws<ArgumentException>(() =>
                VideoWriter.Create(folder.File("out.mp4"), new VideoWriterOptions(), one.Video, tracks, TestContext.Current.CancellationToken));
        }
    }

    [Theory]
    [InlineData("1", "out.mp4")]
    [InlineData("1.5", "out.mp4")]
    [InlineData("0.7", "out.mkv")]
    public void Audio_WhoseTimesJumpBack_IsWrittenOnBehindInStepWithTheVideo(string soundSeconds, string name)
    {
        using var folder = new TemporaryFolder();
        string piece = Ffmpeg.Make(folder.File("piece.ts"), "testsrc2=size=64x64:rate=25:duration=1", "-f", "lavfi", "-i", $"sine=duration={soundSeconds}", "-c:v", "mpeg2video", "-c:a", "mp2");
        byte[] bytes = File.ReadAllBytes(piece);
        File.WriteAllBytes(folder.File("thrice.ts"), [.. bytes, .. bytes, .. bytes]);
        string output = folder.File(name);
        var (statistics, notes) = Transcode.Run(folder.File("thrice.ts"), output, new VideoWriterOptions());
        Assert.Equal((75, 2), (statistics.Frames, statistics.TimeJumps));
        Assert.Contains(notes, note => note.Contains("joined end to end: 2;", StringComparison.Ordinal));
        double[] video = Times(output, "v:0"), audio = Times(output, "a:0");
        double part = Math.Max(1, double.Parse(soundSeconds));
        Assert.Equal(75, video.Length);
        Assert.Equal(Ffmpeg.PacketHashes(folder.File("thrice.ts"), "a:0").Length, audio.Length);
        for (int i = 1; i < 3; i++)
        {
            // Each part begins where the last one ended, sound in step with the pictures to a sixth of a frame.
            double shift = video[i * 25] - video[0];
            Assert.InRange(shift, (i * part) - 0.05, (i * part) + 0.15);
            Assert.All(Enumerable.Range(0, 25), n => Assert.Equal(video[n] + shift, video[(i * 25) + n], 0.002));
            int last = (audio.Length / 3) - 1;
            Assert.Equal(audio[last] + shift, audio[(i * audio.Length / 3) + last], 0.007);
        }
    }

    private static double[] Times(string path, string stream) =>
        [.. Ffmpeg.Probe(path, "-select_streams", stream, "-show_entries", "packet=pts_time", "-of", "csv=p=0").Select(line => double.Parse(line.TrimEnd(','))).Order()];

    [Theory]
    [InlineData("out.mp4")]
    [InlineData("out.mkv")]
    public void Tags_OfTheSource_AreKeptBesideTheNotice(string name)
    {
        using var folder = new TemporaryFolder();
        string chapters = folder.File("chapters.txt");
        File.WriteAllText(chapters, ";FFMETADATA1\ntitle=näme\ncomment=hello\n[CHAPTER]\nTIMEBASE=1/1000\nSTART=100\nEND=500\ntitle=caecum\n");
        string input = folder.File("in.mp4");
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc2=size=64x64:rate=25:duration=1", "-i", chapters, "-map_metadata", "1", "-map", "0:v", input);
        var options = new VideoWriterOptions { Tags = ImmutableDictionary<string, string>.Empty.Add("artist", "somebody") };
        Transcode.Run(input, folder.File(name), options);
        Transcode.Run(folder.File(name), folder.File("again-" + name), options);
        foreach (string output in new[] { folder.File(name), folder.File("again-" + name) })
        {
            using VideoReader reader = FrameSupport.Open(output);
            ImmutableDictionary<string, string> tags = reader.Tags;
            Assert.Equal(("näme", "VideoSeg: research use only; not a medical device\nhello", "somebody"), (tags["title"], tags["comment"], tags["artist"]));
            Assert.Equal(Chapters(input), Chapters(output));
            Assert.Contains("caecum", Chapters(output)[0], StringComparison.Ordinal);
        }
    }

    private static string[] Chapters(string path) =>
        Ffmpeg.Probe(path, "-show_chapters", "-show_entries", "chapter=start_time,end_time:chapter_tags=title", "-of", "csv=p=0");

    private static string Decoded(string path) => Ffmpeg.Output("-i", path, "-map", "0:a", "-f", "md5", "-");
}
