using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Tests.Images;
using Xunit;

namespace VideoSeg.Model.Tests.Inputs;

/// <summary>A picture gives the same network input whether it comes as an RGB still or as a frame of video.</summary>
public sealed class StillAndVideoTests
{
    public static TheoryData<int, ColorMatrix, ColorRange> Cases()
    {
        var cases = new TheoryData<int, ColorMatrix, ColorRange>();
        foreach (int bits in new[] { 8, 10, 16 })
        {
            foreach (ColorMatrix matrix in Enum.GetValues<ColorMatrix>())
            {
                cases.Add(bits, matrix, ColorRange.Limited);
                cases.Add(bits, matrix, ColorRange.Full);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Convert_SamePictureAsStillAndAsYuv444_DiffersByTheRoundingOfTheCodesOnly(int bits, ColorMatrix matrix, ColorRange range)
    {
        Picture picture = TestPictures.Noise(71, 53, PixelFormat.Rgb24);
        using PlanesBuffer still = PlanesBuffer.Of(picture);
        using var video = new PlanesBuffer(71, 53, PixelFormat.PlanarYuv($"yuv444p{bits}", 0, 0, bits));
        for (int i = 0; i < 71 * 53; i++)
        {
            (double y, double u, double v) = ToYuv(picture.Data[3 * i] / 255.0, picture.Data[(3 * i) + 1] / 255.0, picture.Data[(3 * i) + 2] / 255.0, matrix);
            double unit = 1 << (bits - 8);
            double top = (1 << bits) - 1;
            (double lumaScale, double lumaZero, double chromaScale) = range == ColorRange.Full ? (top, 0, top) : (219 * unit, 16 * unit, 224 * unit);
            video[0, i % 71, i / 71] = (int)Math.Round((y * lumaScale) + lumaZero);
            video[1, i % 71, i / 71] = (int)Math.Clamp(Math.Round((u * chromaScale) + (128 * unit)), 0, top);
            video[2, i % 71, i / 71] = (int)Math.Clamp(Math.Round((v * chromaScale) + (128 * unit)), 0, top);
        }

        var converter = new InputConverter(64, 64);
        float[] ofStill = new float[converter.Length];
        float[] ofVideo = new float[converter.Length];
        converter.Convert(still.Planes(), ofStill);
        converter.Convert(video.Planes(matrix, range), ofVideo);

        // Half a code of luma and of each colour difference, the latter times at most 1.886 (BT.709's blue) or twice 1 (YCgCo), and a whole code
        // of the differences where full range has no code for +0.5; means of it are no larger. And float32's own rounding.
        double code = 1.0 / (219 << (bits - 8));
        double bound = (0.5 * code) + ((range == ColorRange.Full ? 1 : 0.5) * 2 * code) + 3e-6;
        for (int i = 0; i < ofStill.Length; i++)
        {
            Assert.Equal(ofStill[i], ofVideo[i], (float)bound);
        }
    }

    private static (double Y, double U, double V) ToYuv(double r, double g, double b, ColorMatrix matrix)
    {
        if (matrix == ColorMatrix.YCgCo)
        {
            return ((g / 2) + ((r + b) / 4), (g / 2) - ((r + b) / 4), (r - b) / 2);
        }

        (double kr, double kb) = matrix switch
        {
            ColorMatrix.Bt601 => (0.299, 0.114),
            ColorMatrix.Bt709 => (0.2126, 0.0722),
            ColorMatrix.Bt2020 => (0.2627, 0.0593),
            ColorMatrix.Smpte240M => (0.212, 0.087),
            _ => (0.3, 0.11),
        };
        double y = (kr * r) + ((1 - kr - kb) * g) + (kb * b);
        return (y, (b - y) / 2 / (1 - kb), (r - y) / 2 / (1 - kr));
    }
}
