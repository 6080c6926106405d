using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Encode;

/// <summary>JPEG and PNG of frames: viewers know one range and one matrix only, whatever the video has.</summary>
public sealed class StillEncoderTests
{
    // Codes of ITU-T H.273: matrix 1 is BT.709, 5 BT.601; range 1 limited, 2 full.
    [Theory]
    [InlineData("mjpeg", "yuv420p", 1, 1)]
    [InlineData("mjpeg", "yuv420p", 1, 2)]
    [InlineData("mjpeg", "yuv422p", 5, 1)]
    [InlineData("mjpeg", "yuv444p", 9, 1)]
    [InlineData("mjpeg", "yuv420p", 5, 2)]
    [InlineData("mjpeg", "yuv420p10le", 1, 1)]
    [InlineData("png", "yuv420p", 1, 1)]
    [InlineData("png", "yuv420p", 5, 2)]
    public void Still_OfAnyRangeAndMatrix_HasTheColoursOfThePicture(string codec, string format, int matrix, int range)
    {
        using MediaPacket still = Encode(codec, format, matrix, range, (200, 80, 60), 95, out _);
        Picture picture = ImageFile.Decode(still.Data, codec);
        Assert.Equal((64, 48), (picture.Width, picture.Height));
        int depth = picture.Format.Components[0].DepthBits;
        for (int i = 0; i < picture.Data.Length; i += 3 * depth / 8)
        {
            for (int channel = 0; channel < 3; channel++)
            {
                int value = depth == 8 ? picture.Data[i + channel] : picture.Data[i + (channel * 2) + 1];
                Assert.InRange(value, new[] { 200, 80, 60 }[channel] - 4, new[] { 200, 80, 60 }[channel] + 4);
            }
        }
    }

    [Fact]
    public void Jpeg_OfAFrameThatIsAsJpegWantsIt_IsNotConverted()
    {
        using (Encode("mjpeg", "yuv420p", 5, 2, (10, 20, 30), 85, out long converted))
        {
            Assert.Equal(0, converted);
        }

        using (Encode("mjpeg", "yuv420p", 1, 2, (10, 20, 30), 85, out long converted))
        {
            Assert.Equal(1, converted);
        }
    }

    [Fact]
    public void Jpeg_OfBetterQuality_IsLargerAndNearer()
    {
        using var folder = new TemporaryFolder();
        string source = EncodedClip.MakeSource(folder, 1);
        byte[] expected = Ffmpeg.Samples(source, "rgb24");
        (int Size, double Error)[] all = [.. new[] { 10, 50, 85, 100 }.Select(quality =>
        {
            using EncodedClip clip = EncodedClip.Encode(source, new VideoEncoderOptions { Codec = "mjpeg", Quality = quality });
            string path = folder.File("a.jpg");
            File.WriteAllBytes(path, clip.Stream());
            byte[] found = Ffmpeg.Samples(path, "rgb24");
            return (clip.Stream().Length, expected.Zip(found, (a, b) => Math.Abs(a - b)).Average());
        })];
        Assert.Equal(all.OrderBy(one => one.Size), all);
        Assert.Equal(all.OrderByDescending(one => one.Error), all);
        Assert.InRange(all[^1].Error, 0, 2);
    }

    private static MediaPacket Encode(string codec, string format, int matrix, int range, (byte R, byte G, byte B) color, int quality, out long converted)
    {
        var picture = new Picture(64, 48, PixelFormat.Rgb24);
        for (int i = 0; i < picture.Data.Length; i += 3)
        {
            (picture.Data[i], picture.Data[i + 1], picture.Data[i + 2]) = color;
        }

        var tags = new ColorTags(matrix, range, 1, 1, 1);
        using var frames = new FrameAllocator(64, 48, VideoSeg.Pipeline.Interop.PixelFormats.Get(VideoSeg.Pipeline.Interop.PixelFormats.Find(format)), new Rational(1, 25), tags);
        using var converter = new FrameConverter();
        using VideoFrame frame = converter.Convert(picture, frames, 0, 1);
        using VideoEncoder encoder = VideoEncoder.Open(frame, new Rational(1, 25), new Rational(25, 1), new VideoEncoderOptions { Codec = codec, Quality = quality });
        encoder.Send(frame);
        Assert.True(encoder.TryReceive(out MediaPacket? packet));
        Assert.True(packet.IsKey);
        converted = encoder.ConvertedFrames;
        return packet;
    }
}
