using VideoSeg.Model;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Encode;

public sealed class H264HeadersTests
{
    [Theory]
    [InlineData("ultrafast", "yuv420p", "avc1.42c0..")]
    [InlineData("veryfast", "yuv420p", "avc1.6400..")]
    [InlineData("veryfast", "yuv422p", "avc1.7a00..")]
    [InlineData("veryfast", "yuv444p", "avc1.f400..")]
    [InlineData("veryfast", "yuv420p10le", "avc1.6e00..")]
    public void Configuration_OfAnEncoder_IsTheOneThatFfmpegWritesIntoMp4(string preset, string format, string codec)
    {
        using var folder = new TemporaryFolder();
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(folder, 3), new VideoEncoderOptions { Preset = preset, PixelFormat = format });
        Assert.Matches($"^{codec}$", clip.Format.CodecString);
        File.WriteAllBytes(folder.File("a.h264"), clip.Stream());
        Ffmpeg.Run("-i", folder.File("a.h264"), "-c", "copy", folder.File("a.mp4"));
        byte[] file = File.ReadAllBytes(folder.File("a.mp4"));
        int box = file.AsSpan().IndexOf("avcC"u8);
        int length = System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(box - 4)) - 8;
        Assert.Equal(Convert.ToHexString(file, box + 4, length), Convert.ToHexString(clip.Format.Configuration.AsSpan()));
    }

    [Fact]
    public void Packet_OfAKeyPicture_BeginsWithTheHeaders()
    {
        using var folder = new TemporaryFolder();
        using EncodedClip clip = EncodedClip.Encode(EncodedClip.MakeSource(folder, 3), new VideoEncoderOptions(), (encoder, _) => encoder.RequestKeyFrame());
        Assert.All(clip.Packets, packet =>
        {
            byte[] data = packet.Data.ToArray();
            int[] kinds = [.. H264Headers.Units(data).Select(range => data[range.Start] & 31)];
            Assert.Contains(7, kinds);
            Assert.Contains(8, kinds);
            Assert.Equal(5, kinds[^1]);
        });
    }

    [Fact]
    public void ToConfiguration_OfWhatIsNone_SaysSo()
    {
        Assert.Contains("found 0 of sequences", Refused([1, 2, 3]), StringComparison.Ordinal);
        Assert.Contains("0 of pictures", Refused([0, 0, 0, 1, 0x67, 100, 0, 31, 0xac]), StringComparison.Ordinal);
        Assert.Contains("cut off", Refused([0, 0, 1, 0x67, 100, 0, 31, 0, 0, 1, 0x68, 0xee]), StringComparison.Ordinal);

        static string Refused(byte[] headers) => Assert.Throws<VideoSegException>(() => H264Headers.ToConfiguration(headers)).Message;
    }
}
