using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Live.Sources;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;
using VideoSeg.TestKit.Feeds;

namespace VideoSeg.Pipeline.Tests.Live.Sources;

/// <summary>1080i and its like: told by the stream at the start, or met in its midst.</summary>
public sealed class LiveSourceInterlaceTests : IDisposable
{
    private static readonly string[] Interlaced = ["-vf", "tinterlace=interleave_top,setfield=tff", "-c:v", "mpeg2video", "-q:v", "2", "-flags", "+ilme+ildct"];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Deinterlacing.Auto, 50, false)]
    [InlineData(Deinterlacing.AutoFrameRate, 25, false)]
    [InlineData(Deinterlacing.Off, 25, true)]
    public async Task Source_Of1080i_ComesAsWholePictures(Deinterlacing mode, int rate, bool isInterlaced)
    {
        string path = Make("i.ts", "testsrc2=size=1920x1080:rate=50:duration=0.6", Interlaced);
        var seen = new List<bool>();
        var probe = new ReceiverProbe { OnFrame = (frame, _) => seen.Add(frame.IsInterlaced) };
        await using LiveSource source = probe.Open(new LiveSourceOptions { Url = path, Deinterlace = mode, DecoderThreads = 2 });
        await probe.Until(p => p.Frames >= 8 && p.Changes[^1].State == LiveSourceState.Live);
        Assert.Equal(rate, probe.Changes[^1].Video!.FrameRate.Value);
        Assert.Equal((1920, 1080), (probe.Changes[^1].Video!.Width, probe.Changes[^1].Video!.Height));
        Assert.All(seen.Take(8), interlaced => Assert.Equal(isInterlaced, interlaced));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("scale=80:60")]
    public void Read_OfAStreamThatTurnsInterlaced_DeinterlacesFromThere(string? chain)
    {
        // Two transport streams one after the other are one stream; what its beginning says does not hold for its end.
        string whole = Make("p.ts", "testsrc2=size=160x120:rate=25:duration=1", "-c:v", "mpeg2video", "-q:v", "2");
        string fields = Make("i.ts", "testsrc2=size=160x120:rate=50:duration=1", [.. Interlaced, "-output_ts_offset", "2"]);
        string both = _folder.File("both.ts");
        File.WriteAllBytes(both, [.. File.ReadAllBytes(whole), .. File.ReadAllBytes(fields)]);
        int plain = FrameSupport.Each(both, frame => frame.IsInterlaced).Count(interlaced => interlaced);
        Assert.InRange(plain, 20, 25);

        var options = new VideoReaderOptions { Deinterlace = Deinterlacing.Auto, Filter = chain };
        (bool IsInterlaced, double Time, int Width)[] frames = FrameSupport.Each(both, frame => (frame.IsInterlaced, frame.Time.TotalSeconds, frame.Width), options);
        Assert.All(frames, frame => Assert.False(frame.IsInterlaced));
        Assert.InRange(frames.Length, 25 + (2 * plain) - 3, 25 + (2 * plain) + 3);
        Assert.All(frames, frame => Assert.Equal(chain is null ? 160 : 80, frame.Width));
        Assert.All(frames.Zip(frames.Skip(1)), pair => Assert.True(pair.Second.Time > pair.First.Time));
    }

    [Fact]
    public void Read_OfFields_MarksEverySecondOne()
    {
        string path = Make("i.ts", "testsrc2=size=160x120:rate=50:duration=1", Interlaced);
        bool[] seconds = FrameSupport.Each(path, frame => frame.IsSecondField, new VideoReaderOptions { Deinterlace = Deinterlacing.Auto });
        Assert.InRange(seconds.Length, 47, 50);
        Assert.Equal(seconds.Select((_, i) => i % 2 == 1).Take(40), seconds.Take(40));
        Assert.All(FrameSupport.Each(path, frame => frame.IsSecondField, new VideoReaderOptions { Deinterlace = Deinterlacing.AutoFrameRate }), Assert.False);
    }

    [Fact]
    public async Task Frames_OfALiveFeedOfFields_AreHandedOnOneByOne()
    {
        int port = NetworkPorts.Free();
        var steps = new List<double>();
        long last = 0;
        var probe = new ReceiverProbe
        {
            OnFrame = (_, at) =>
            {
                steps.Add(last == 0 ? 0 : TimeProvider.System.GetElapsedTime(last, at).TotalMilliseconds);
                last = at;
            },
        };
        using FeedProcess sender = FeedProcess.Ffmpeg(
            ["-re", "-f", "lavfi", "-i", "testsrc2=size=160x120:rate=50", .. Interlaced, "-g", "10", "-f", "mpegts", $"udp://127.0.0.1:{port}?pkt_size=1316"]);
        await using LiveSource source = probe.Open(new LiveSourceOptions { Url = $"udp://127.0.0.1:{port}" });
        await probe.Until(p => p.Frames >= 150);
        // Without the wait every other step would be next to nothing.
        Assert.True(steps.Skip(50).Count(step => step < 8) < 20, string.Join(' ', steps.Select(step => $"{step:f0}")));
    }

    [Fact]
    public void Read_OfWholePictures_IsUntouchedByTheDeinterlacer()
    {
        string path = Make("p.mkv", "testsrc2=size=160x120:rate=25:duration=0.4", "-c:v", "ffv1");
        Assert.Equal(FrameSupport.Each(path, FrameSupport.Hash), FrameSupport.Each(path, FrameSupport.Hash, new VideoReaderOptions { Deinterlace = Deinterlacing.Auto }));
    }

    private string Make(string name, string source, params string[] arguments) => Ffmpeg.Make(_folder.File(name), source, arguments);
}
