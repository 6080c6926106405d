using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Tests.Images;

/// <summary>Pictures to test with.</summary>
internal static class TestPictures
{
    /// <summary>Independent random samples.</summary>
    public static Picture Noise(int width, int height, PixelFormat format, int seed = 1)
    {
        var picture = new Picture(width, height, format);
        new Random(seed).NextBytes(picture.Data);
        return picture;
    }

    /// <summary>A smooth picture of waves: what lossy compression hardly changes. 8 bit.</summary>
    public static Picture Smooth(int width, int height, PixelFormat format)
    {
        var picture = new Picture(width, height, format);
        int channels = format.Components.Length;
        for (int i = 0; i < width * height; i++)
        {
            for (int c = 0; c < channels; c++)
            {
                double wave = Math.Sin(((i % width * (1 + c)) + (i / width * (3 - c))) / 40.0);
                picture.Data[(i * channels) + c] = (byte)Math.Round(128 + (100 * wave));
            }
        }

        return picture;
    }

    /// <summary>Largest and mean difference of two pictures of one shape, 8 bit.</summary>
    public static (int Largest, double Mean) Difference(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        int largest = 0;
        long sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            int difference = Math.Abs(a[i] - b[i]);
            largest = Math.Max(largest, difference);
            sum += difference;
        }

        return (largest, (double)sum / a.Length);
    }
}
