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

    // Codes of ITU-T H.273 and what they mean: the shares of red and blue in luma, and the range.
    [Theory]
    [InlineData("yuv420p", 64, 48, 1, 1, 6, 2)]
    [InlineData("yuv422p", 63, 47, 1, 1, 6, 2)]
    [InlineData("yuv444p", 63, 47, 9, 1, 6, 2)]
    [InlineData("yuv420p", 63, 47, 6, 2, 1, 1)]
    [InlineData("yuv420p", 63, 47, 6, 1, 6, 2)]
    [InlineData("yuv444p", 64, 48, 7, 2, 1, 2)]
    public unsafe void Convert_OfMatrixAndRangeAlone_IsTheNearestToTheExactValue(string name, int width, int height, int matrix, int range, int toMatrix, int toRange)
    {
        PixelFormat format = Pipeline.Interop.PixelFormats.Get(Pipeline.Interop.PixelFormats.Find(name));
        using var sources = new FrameAllocator(width, height, format, new Rational(1, 25), new ColorTags(matrix, range, 1, 1, 1));
        using var targets = new FrameAllocator(width, height, format, new Rational(1, 25), new ColorTags(toMatrix, toRange, 1, 1, 1));
        using VideoFrame source = sources.Allocate(0, 1);
        using VideoFrame target = targets.Allocate(0, 1);
        var random = new Random(11);
        for (int plane = 0; plane < 3; plane++)
        {
            random.NextBytes(new Span<byte>(source.Planes.Plane(plane), source.Planes.Stride(plane) * format.ComponentHeight(plane, height)));
        }

        using var converter = new FrameConverter();
        converter.Convert(source.Planes, target);
        (int shiftX, int shiftY) = (format.ChromaShiftX, format.ChromaShiftY);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                (double luma, double cb, double cr) = Decode(At(source, 0, x, y), At(source, 1, x >> shiftX, y >> shiftY), At(source, 2, x >> shiftX, y >> shiftY), range);
                (double red, double blue) = Weights(matrix);
                (double r, double b) = (luma + (2 * (1 - red) * cr), luma + (2 * (1 - blue) * cb));
                double g = (luma - (red * r) - (blue * b)) / (1 - red - blue);
                (double toRed, double toBlue) = Weights(toMatrix);
                double toLuma = (toRed * r) + ((1 - toRed - toBlue) * g) + (toBlue * b);
                (double scale, double offset, double chromaScale) = toRange == 2 ? (255.0, 0.0, 255.0) : (219, 16, 224);
                AssertNear((toLuma * scale) + offset, At(target, 0, x, y));
                if (x % (1 << shiftX) == 0 && y % (1 << shiftY) == 0)
                {
                    AssertNear(((b - toLuma) / (2 * (1 - toBlue)) * chromaScale) + 128, At(target, 1, x >> shiftX, y >> shiftY));
                    AssertNear(((r - toLuma) / (2 * (1 - toRed)) * chromaScale) + 128, At(target, 2, x >> shiftX, y >> shiftY));
                }
            }
        }

        static byte At(VideoFrame frame, int plane, int x, int y) => frame.Planes.Plane(plane)[(y * frame.Planes.Stride(plane)) + x];

        static void AssertNear(double expected, byte found) => Assert.InRange(found, Math.Clamp(expected, 0, 255) - 0.55, Math.Clamp(expected, 0, 255) + 0.55);

        static (double Luma, double Cb, double Cr) Decode(byte luma, byte cb, byte cr, int range) => range == 2
            ? (luma / 255.0, (cb - 128) / 255.0, (cr - 128) / 255.0)
            : ((luma - 16) / 219.0, (cb - 128) / 224.0, (cr - 128) / 224.0);

        static (double Red, double Blue) Weights(int code) => code switch
        {
            1 => (0.2126, 0.0722),
            7 => (0.212, 0.087),
            9 => (0.2627, 0.0593),
            _ => (0.299, 0.114),
        };
    }
}
