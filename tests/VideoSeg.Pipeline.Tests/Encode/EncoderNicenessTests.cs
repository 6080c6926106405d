using System.Globalization;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Encode;

/// <summary>How far the encoder's threads stand back behind the network's.</summary>
public sealed class EncoderNicenessTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    public void Niceness_OfTheEncodersThreads_IsAsAskedAndNobodyElses(int niceness)
    {
        using var folder = new TemporaryFolder();
        string input = Ffmpeg.Make(folder.File("in.nut"), "testsrc2=size=320x240:rate=5:duration=1", "-c:v", "rawvideo");
        using VideoReader reader = FrameSupport.Open(input);
        Dictionary<string, int> before = Threads();
        using VideoWriter writer = VideoWriter.Create(
            folder.File("out.mkv"), new VideoWriterOptions { Codec = "h264", Threads = 3, Niceness = niceness }, reader, TestContext.Current.CancellationToken);
        int own = before[Environment.ProcessId.ToString(CultureInfo.InvariantCulture)];
        Dictionary<string, int> after = Threads();
        int[] started = [.. after.Where(thread => !before.ContainsKey(thread.Key)).Select(thread => thread.Value)];

        // x264 has at least the threads it was asked for; the runtime may have started one of its own meanwhile.
        int expected = Math.Min(own + niceness, 19);
        Assert.True(started.Count(value => value == expected) >= 3, $"expected 3 new threads of niceness {expected}, found {string.Join(", ", started)}");
        Assert.All(before.Where(thread => after.ContainsKey(thread.Key)), thread => Assert.Equal(thread.Value, after[thread.Key]));
        FrameSupport.ReadAll(reader, writer.Write);
        writer.Finish();
        Assert.Equal(5, Ffmpeg.FrameTimes(folder.File("out.mkv")).Length);
    }

    [Fact]
    public void Open_ThatFailsOnTheEncodersThread_TellsWhatFfmpegLogged()
    {
        using var folder = new TemporaryFolder();
        string input = Ffmpeg.Make(folder.File("in.nut"), "testsrc2=size=64x48:rate=5:duration=0.4", "-c:v", "rawvideo");
        using VideoReader reader = FrameSupport.Open(input);
        var fault = Assert.Throws<VideoSeg.Model.VideoSegException>(() => VideoWriter.Create(
            folder.File("out.mkv"), new VideoWriterOptions { Codec = "h264", Preset = "nonesuch" }, reader, TestContext.Current.CancellationToken));
        Assert.Contains("nonesuch", fault.Message, StringComparison.Ordinal);
    }

    /// <summary>The niceness of each thread of this process (proc(5), the 19th field of stat).</summary>
    private static Dictionary<string, int> Threads()
    {
        var threads = new Dictionary<string, int>();
        foreach (string folder in Directory.GetDirectories("/proc/self/task"))
        {
            try
            {
                string stat = File.ReadAllText(Path.Combine(folder, "stat"));
                string[] fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
                threads[Path.GetFileName(folder)] = int.Parse(fields[16], CultureInfo.InvariantCulture);
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }
        }

        return threads;
    }
}
