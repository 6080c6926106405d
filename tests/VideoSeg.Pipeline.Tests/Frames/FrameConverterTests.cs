using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Frames;

public sealed class FrameConverterTests
{
    [Theory]
    [InlineData(255, 0, 0)]
    [InlineData(0, 255, 0)]
    [InlineData(0, 0, 255)]
    [InlineData(255, 255, 255)]
    [InlineData(0, 0, 0)]
    [InlineData(200, 120, 90)]
    public void Convert_APlainColour_IsBt709OfLimitedRange(byte r, byte g, byte b)
    {
        var picture = new Picture(32, 16, PixelFormat.Rgb24);
        for (int i = 0; i < picture.Data.Length; i += 3)
        {
            (picture.Data[i], picture.Data[i + 1], picture.Data[i + 2]) = (r, g, b);
        }

        using var frames = new FrameAllocator(32, 16, PixelFormat.Yuv420P, new Rational(1, 25), ColorTags.Bt709);
        using var converter = new FrameConverter();
        using VideoFrame frame = converter.Convert(picture, frames, presentationTime: 3, duration: 1);
        Assert.Equal((3L, ColorMatrix.Bt709, ColorRange.Limited), (frame.PresentationTime, frame.Planes.Matrix, frame.Planes.Range));

        double luma = (0.2126 * r) + (0.7152 * g) + (0.0722 * b);
        double[] expected = [16 + (luma * 219 / 255), 128 + ((b - luma) / 1.8556 * 224 / 255), 128 + ((r - luma) / 1.5748 * 224 / 255)];
        byte[] samples = FrameSupport.Samples(frame.Planes);
        int[] offsets = [0, 512, 640];
        for (int plane = 0; plane < 3; plane++)
        {
            foreach (byte sample in samples.AsSpan(offsets[plane], plane == 0 ? 512 : 128))
            {
                Assert.InRange(sample, expected[plane] - 1.01, expected[plane] + 1.01); // swscale's fixed point: one step
            }
        }
    }

    [Fact]
    public void Convert_OfAGradient_AgreesWithFfmpegsScale()
    {
        var picture = new Picture(66, 34, PixelFormat.Rgb24);
        for (int i = 0; i < picture.Data.Length; i++)
        {
            picture.Data[i] = (byte)((i * 7) + (i / 198 * 3));
        }

        using var folder = new TestKit.TemporaryFolder();
        File.WriteAllBytes(folder.File("in.rgb"), picture.Data);
        Ffmpeg.Run("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", "66x34", "-i", folder.File("in.rgb"), "-vf",
            "scale=flags=bicubic+accurate_rnd+full_chroma_int+full_chroma_inp:out_color_matrix=bt709:out_range=limited", "-pix_fmt", "yuv420p", "-f", "rawvideo", folder.File("out.yuv"));

        using var frames = new FrameAllocator(66, 34, PixelFormat.Yuv420P, new Rational(1, 25), ColorTags.Bt709);
        using var converter = new FrameConverter();
        using VideoFrame frame = converter.Convert(picture, frames, 0, 1);
        Assert.Equal(File.ReadAllBytes(folder.File("out.yuv")), FrameSupport.Samples(frame.Planes));
    }
}
