using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using Xunit;

namespace VideoSeg.Model.Tests.Images;

public sealed class JpegCodecTests
{
    [Theory]
    [InlineData(1, 90)]
    [InlineData(3, 90)]
    [InlineData(3, 10)]
    public void RoundTrip_EqualsEncodingAndDecoding(int channels, int quality)
    {
        Picture picture = TestPictures.Noise(33, 17, channels == 1 ? PixelFormat.Gray8 : PixelFormat.Rgb24);
        var encoding = new ImageEncoding { JpegQuality = quality, JpegSubsampling = JpegSubsampling.Yuv422 };
        byte[] expected = ImageFile.Decode(ImageFile.Encode(picture, ImageContainer.Jpeg, encoding), "memory").Data;

        JpegCodec.RoundTrip(picture.Data, 33, 17, channels, quality, JpegSubsampling.Yuv422);

        Assert.Equal(expected, picture.Data);
    }

    [Fact]
    public void RoundTrip_Warm_AllocatesNothing()
    {
        Picture picture = TestPictures.Smooth(64, 64, PixelFormat.Rgb24);
        JpegCodec.RoundTrip(picture.Data, 64, 64, 3, 80);

        long before = GC.GetAllocatedBytesForCurrentThread();
        JpegCodec.RoundTrip(picture.Data, 64, 64, 3, 80);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void RoundTrip_OnSeveralThreads_GivesEachItsOwnResult()
    {
        Picture source = TestPictures.Noise(80, 60, PixelFormat.Rgb24);
        byte[][] expected = [.. Enumerable.Range(0, 8).Select(i => Round(20 + (10 * i)))];

        Parallel.For(0, 64, i => Assert.Equal(expected[i % 8], Round(20 + (10 * (i % 8)))));

        byte[] Round(int quality)
        {
            byte[] pixels = [.. source.Data];
            JpegCodec.RoundTrip(pixels, 80, 60, 3, quality);
            return pixels;
        }
    }

    [Fact]
    public void RoundTrip_WrongArguments_AreBugs()
    {
        Assert.Throws<ArgumentException>(() => JpegCodec.RoundTrip(new byte[11], 2, 2, 3, 80));
        Assert.Throws<InvalidOperationException>(() => JpegCodec.RoundTrip(new byte[12], 2, 2, 3, 101));
    }
}
