using System.Collections.Immutable;
using VideoSeg.Model;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Encode;

public sealed class VideoEncoderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("h264")]
    [InlineData("hevc")]
    [InlineData("mjpeg")]
    [InlineData("png")]
    public void Send_OfLiveSettings_GivesThePacketOfEachFrameAtOnce(string codec)
    {
        var seen = new List<int>();
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(_folder, 12), new VideoEncoderOptions { Codec = codec, Threads = 3 },
            (encoder, index) => seen.Add(index));
        Assert.Equal(12, seen.Count);
        Assert.Equal(Enumerable.Range(0, 12).Select(i => (i * 9000L, 9000L)), clip.Packets.Select(packet => (packet.PresentationTime!.Value, packet.Duration)));
        Assert.All(clip.Packets, packet => Assert.Equal(packet.PresentationTime, packet.DecodeTime));

        using VideoReader reader = FrameSupport.Open(EncodedClip.MakeSource(_folder, 3));
        using VideoEncoder alone = VideoEncoder.Open(reader.Video, new VideoEncoderOptions { Codec = codec, Threads = 3 });
        FrameSupport.ReadAll(reader, frame =>
        {
            alone.Send(frame);
            Assert.True(alone.TryReceive(out MediaPacket? packet));
            packet.Dispose();
            Assert.False(alone.TryReceive(out _));
        });
    }

    [Theory]
    [InlineData("h264")]
    [InlineData("hevc")]
    public void Packets_Decoded_ShowTheSource(string codec)
    {
        string source = EncodedClip.MakeSource(_folder);
        using EncodedClip clip = EncodedClip.Encode(source, new VideoEncoderOptions { Codec = codec, Crf = 15 });
        string stream = _folder.File($"all.{codec}");
        File.WriteAllBytes(stream, clip.Stream());
        AssertLike(Ffmpeg.Samples(source, "gray"), Ffmpeg.Samples(stream, "gray"), 45);
    }

    [Fact]
    public void Packets_FromALaterKeyPictureOn_DecodeWithoutThoseBefore()
    {
        string source = EncodedClip.MakeSource(_folder);
        using EncodedClip clip = EncodedClip.Encode(source, new VideoEncoderOptions { Crf = 15 });
        Assert.Equal([0, 20, 40], KeyPictures(clip));
        string stream = _folder.File("part.h264");
        File.WriteAllBytes(stream, clip.Stream(from: 20));
        byte[] expected = Ffmpeg.Samples(source, "gray");
        AssertLike(expected[(20 * 160 * 120)..], Ffmpeg.Samples(stream, "gray"), 25);
    }

    [Fact]
    public void KeyFrames_OfFramesThatComeSeldom_ComeByTime()
    {
        // One frame in 700 ms, where the video says ten a second: by counting frames the second key picture would come after 14 s.
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(_folder, 12), new VideoEncoderOptions(), timeOf: index => index * 700L);
        Assert.Equal([0, 3, 6, 9], KeyPictures(clip));
    }

    [Theory]
    [InlineData("h264")]
    [InlineData("hevc")]
    public void RequestKeyFrame_MakesTheNextFrameOneToBeginAt(string codec)
    {
        var options = new VideoEncoderOptions { Codec = codec, KeyFrameInterval = TimeSpan.FromMinutes(1) };
        string source = EncodedClip.MakeSource(_folder);
        using EncodedClip clip = EncodedClip.Encode(source, options, (encoder, index) =>
        {
            if (index == 7)
            {
                encoder.RequestKeyFrame();
            }
        });
        Assert.Equal([0, 7], KeyPictures(clip));
        string stream = _folder.File($"part.{codec}");
        File.WriteAllBytes(stream, clip.Stream(from: 7));
        AssertLike(Ffmpeg.Samples(source, "gray")[(7 * 160 * 120)..], Ffmpeg.Samples(stream, "gray"), 38);
    }

    [Fact]
    public void Send_WithTimesThatDoNotGrow_MovesThemBehindTheLast()
    {
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(_folder, 4), new VideoEncoderOptions(), timeOf: index => index < 2 ? index * 100L : 50L);
        Assert.Equal([0L, 9000L, 9001L, 9002L], clip.Packets.Select(packet => packet.PresentationTime!.Value));
    }

    [Fact]
    public void Send_OfAFrameOfAnotherKind_SaysThatAnotherEncoderIsNeeded()
    {
        using var frames = new FrameAllocator(64, 64, PixelFormat.Yuv420P, new Rational(1, 25), ColorTags.Bt709);
        using var larger = new FrameAllocator(64, 66, PixelFormat.Yuv420P, new Rational(1, 25), ColorTags.Bt709);
        using var fullRange = new FrameAllocator(64, 64, PixelFormat.Yuv420P, new Rational(1, 25), ColorTags.Bt709 with { Range = 2 });
        using VideoFrame frame = frames.Allocate(0, 1);
        using VideoFrame tall = larger.Allocate(1, 1);
        using VideoFrame full = fullRange.Allocate(1, 1);
        using VideoEncoder encoder = VideoEncoder.Open(frame, new Rational(1, 25), new Rational(25, 1), new VideoEncoderOptions());
        Assert.Equal((true, false, false), (encoder.Fits(frame), encoder.Fits(tall), encoder.Fits(full)));
        var fault = Assert.Throws<InvalidOperationException>(() => encoder.Send(tall));
        Assert.Contains("expected frames of 64 x 64 yuv420p", fault.Message, StringComparison.Ordinal);
        Assert.Contains("found one of 64 x 66", fault.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("yuv422p", "320x240", null, "yuv420p", 320, 240)]
    [InlineData("yuv420p", "320x240", 120, "yuv420p", 160, 120)]
    [InlineData("yuv444p", "161x121", null, "yuv420p", 160, 120)]
    public void Open_ForBrowsers_EncodesWhatTheyPlay(string source, string size, int? maxHeight, string format, int width, int height)
    {
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(_folder, 3, source, size), new VideoEncoderOptions { MaxHeight = maxHeight });
        Assert.Equal((format, width, height, "h264"), (clip.Format.PixelFormat, clip.Format.Width, clip.Format.Height, clip.Format.Codec));
        string stream = _folder.File("a.h264");
        File.WriteAllBytes(stream, clip.Stream());
        Assert.Equal([$"{width},{height},{format}"], Ffmpeg.Probe(stream, "-show_entries", "stream=width,height,pix_fmt", "-of", "csv=p=0").Select(line => line.TrimEnd(',')));
    }

    [Fact]
    public void Open_ForAnUnknownRate_NamesALevelThatPlayersTake()
    {
        var video = new VideoStreamInfo { Width = 1280, Height = 720, Format = PixelFormat.Yuv420P, TimeBase = new Rational(1, 90_000) };
        using VideoEncoder encoder = VideoEncoder.Open(video, new VideoEncoderOptions { Preset = "veryfast" });
        Assert.Equal("avc1.64001f", encoder.Format.CodecString);
    }

    [Fact]
    public void BitRate_IsKeptOverTime()
    {
        string noise = Ffmpeg.Make(_folder.File("noise.nut"), "nullsrc=size=160x120:rate=10,geq=random(1)*255:128:128", "-frames:v", "60", "-pix_fmt", "yuv420p", "-c:v", "rawvideo");
        using EncodedClip clip = EncodedClip.Encode(noise, new VideoEncoderOptions { BitRate = 400_000, RateBuffer = TimeSpan.FromMilliseconds(500) });
        Assert.InRange(clip.Packets.Sum(packet => packet.Data.Length * 8L) / 6.0, 320_000, 480_000);
    }

    [Fact]
    public void Open_WithWrongOptions_NamesAllOfThem()
    {
        var video = new VideoStreamInfo { Width = 64, Height = 64, Format = PixelFormat.Yuv420P, TimeBase = new Rational(1, 25) };
        AssertRefused(new VideoEncoderOptions { Crf = 99, KeyFrameInterval = TimeSpan.Zero }, nameof(VideoEncoderOptions.Crf), nameof(VideoEncoderOptions.KeyFrameInterval));
        AssertRefused(new VideoEncoderOptions { Preset = "warp" }, "warp");
        AssertRefused(new VideoEncoderOptions { Codec = "libnothing" }, "libnothing");
        AssertRefused(new VideoEncoderOptions { EncoderOptions = ImmutableDictionary<string, string>.Empty.Add("nonsense", "1") }, "nonsense");
        AssertRefused(new VideoEncoderOptions { Codec = "mjpeg", Crf = 3 }, "mjpeg has no option 'crf'");

        void AssertRefused(VideoEncoderOptions options, params string[] expected)
        {
            var fault = Assert.Throws<VideoSegException>(() => VideoEncoder.Open(video, options));
            Assert.Equal(FaultKind.Usage, fault.Kind);
            Assert.All(expected, part => Assert.Contains(part, fault.Message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Encoding_OnceWarm_AllocatesNothing()
    {
        using var frames = new FrameAllocator(64, 64, PixelFormat.Yuv420P, new Rational(1, 25), ColorTags.Bt709);
        using VideoFrame frame = frames.Allocate(0, 1);
        using VideoEncoder encoder = VideoEncoder.Open(frame, new Rational(1, 25), new Rational(25, 1), new VideoEncoderOptions());
        int time = 0;
        Step(300);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int made = Step(100);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(100, made);

        int Step(int count)
        {
            int packets = 0;
            for (int i = 0; i < count; i++)
            {
                encoder.Send(frame, time++, 1);
                while (encoder.TryReceive(out MediaPacket? packet))
                {
                    packets++;
                    packet.Dispose();
                }
            }

            return packets;
        }
    }

    private static IEnumerable<int> KeyPictures(EncodedClip clip) => Enumerable.Range(0, clip.Packets.Count).Where(i => clip.Packets[i].IsKey);

    private static void AssertLike(byte[] expected, byte[] found, int frames)
    {
        Assert.Equal(frames * 160 * 120, expected.Length);
        Assert.Equal(expected.Length, found.Length);
        double error = 0;
        for (int i = 0; i < expected.Length; i++)
        {
            error += Math.Abs(expected[i] - found[i]);
        }

        // A picture that is off by one frame differs by more than 5 on average.
        Assert.InRange(error / expected.Length, 0, 3);
    }
}
