using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Encode;

/// <summary>A copy of the file while it is being written is what kill -9 leaves at that moment.</summary>
public sealed class VideoWriterCrashTests
{
    private const int Frames = 300;

    [Theory]
    [InlineData("out.mp4", "ultrafast", 60)]
    [InlineData("out.mov", "ultrafast", 60)]
    [InlineData("out.mkv", "ultrafast", 60)]
    [InlineData("out.avi", "ultrafast", 60)]
    [InlineData("out.mp4", null, 140)]
    [InlineData("out.mkv", null, 140)]
    public void File_AtAnyMomentOfWriting_PlaysUpToTheLastSeconds(string name, string? preset, int heldBack)
    {
        using var folder = new TemporaryFolder();
        string input = MakeInput(folder);
        string output = folder.File(name);
        using VideoReader reader = FrameSupport.Open(input);
        using VideoWriter writer = VideoWriter.Create(output, new VideoWriterOptions { Preset = preset, Threads = 2 }, reader, TestContext.Current.CancellationToken);
        int written = 0;
        FrameSupport.ReadAll(reader, frame =>
        {
            writer.Write(frame);
            if (++written % 70 == 0 && written >= heldBack)
            {
                string copy = folder.File($"{written}-{name}");
                File.Copy(output, copy);

                // 25 frames of a fragment, and what encoder (its look-ahead) and interleaving hold back.
                Assert.InRange(Ffmpeg.FrameTimes(copy).Length, written - heldBack, written);
            }
        }, writer.Write);
    }

    [Fact]
    public void Mp4_CutAnywhere_KeepsItsWholeFragments()
    {
        using var folder = new TemporaryFolder();
        string output = folder.File("out.mp4");
        Transcode.Run(MakeInput(folder), output, new VideoWriterOptions { Preset = "ultrafast" });
        byte[] bytes = File.ReadAllBytes(output);
        string[] whole = Ffmpeg.FrameHashes(output);
        Assert.Equal(Frames, whole.Length);
        foreach (double part in new[] { 0.25, 0.5, 0.75, 0.97 })
        {
            string cut = folder.File($"{part}.mp4");
            File.WriteAllBytes(cut, bytes[..(int)(bytes.Length * part)]);
            string[] left = FrameSupport.Each(cut, FrameSupport.Hash);
            Assert.True(left.Length > (Frames * part) - 50, $"{left.Length} frames at {part}");
            Assert.Equal(whole.Take(left.Length - 1), left.Take(left.Length - 1)); // the last one may be cut itself
        }
    }

    [Fact]
    public void Mp4_WithASubtitleTrackThatIsSilent_IsStillWrittenAsItGoes()
    {
        using var folder = new TemporaryFolder();
        string subtitles = folder.File("s.srt");
        File.WriteAllText(subtitles, "1\n00:00:11,500 --> 00:00:11,900\nlate\n");
        string input = folder.File("in.mp4");
        Ffmpeg.Run("-i", MakeInput(folder), "-i", subtitles, "-map", "0", "-map", "1", "-c", "copy", "-c:s", "mov_text", input);
        string output = folder.File("out.mp4");
        using VideoReader reader = FrameSupport.Open(input);
        using VideoWriter writer = VideoWriter.Create(output, new VideoWriterOptions { Preset = "ultrafast" }, reader, TestContext.Current.CancellationToken);
        Assert.Empty(writer.LeftOut);
        int written = 0;
        FrameSupport.ReadAll(reader, frame =>
        {
            writer.Write(frame);
            if (++written == 250)
            {
                File.Copy(output, folder.File("copy.mp4"));
                Assert.InRange(Ffmpeg.FrameTimes(folder.File("copy.mp4")).Length, 100, 250);
            }
        }, writer.Write);
    }

    [Theory]
    [InlineData("9", "out.mp4")]
    [InlineData("9", "out.mov")]
    [InlineData(null, "out.mp4")] // a track that never says anything
    public void Mp4_WithSoundThatIsLateOrMissing_IsStillWrittenAsItGoes(string? delay, string name)
    {
        using var folder = new TemporaryFolder();
        string source = MakeInput(folder), input = folder.File("in.mkv");
        Ffmpeg.Run(delay is null
            ? ["-i", source, "-map", "0", "-c", "copy", "-bsf:a", "noise=drop=1", input]
            : ["-i", source, "-itsoffset", delay, "-i", source, "-map", "0:v", "-map", "1:a", "-c", "copy", input]);
        string output = folder.File(name), copy = folder.File("copy-" + name);
        using (VideoReader reader = FrameSupport.Open(input))
        using (VideoWriter writer = VideoWriter.Create(output, new VideoWriterOptions { Preset = "ultrafast" }, reader, TestContext.Current.CancellationToken))
        {
            int written = 0;
            FrameSupport.ReadAll(reader, frame =>
            {
                writer.Write(frame);
                if (++written == 220)
                {
                    File.Copy(output, copy);
                }
            }, writer.Write);
            writer.Finish();
        }

        // The interleaving waits four seconds for the silent track.
        Assert.InRange(Ffmpeg.FrameTimes(copy).Length, 80, 220);
        foreach (string stream in new[] { "v:0", "a:0" })
        {
            double[] expected = Seconds(input, stream), found = Seconds(output, stream);
            Assert.Equal(expected.Length, found.Length);
            Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 0.0011));
        }
    }

    private static double[] Seconds(string path, string stream) =>
        [.. Ffmpeg.Probe(path, "-select_streams", stream, "-show_entries", "packet=pts_time", "-of", "csv=p=0").Select(line => double.Parse(line.TrimEnd(','))).Order()];

    private static string MakeInput(TemporaryFolder folder) =>
        Ffmpeg.Make(folder.File("source.mp4"), "testsrc2=size=64x64:rate=25:duration=12", "-f", "lavfi", "-i", "sine=duration=12", "-preset", "ultrafast", "-c:a", "aac");
}
