using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Overlay;
using Xunit;

namespace VideoSeg.Pipeline.Tests.Overlay;

public class PlaneBlenderTests
{
    [Fact]
    public void Blend_OnePixelOfAChromaBlock_GivesItAQuarterOfTheColour()
    {
        using var picture = new TestPicture(PixelFormat.Yuv420P, 70, 66);
        picture.Bytes.Fill(100);
        Blend(picture, new Ink(200, 180, 20), (41, 33, 1f));
        Assert.Equal(200, picture[0, 41, 33]);
        Assert.Equal(100, picture[0, 40, 33]);
        Assert.Equal(120, picture[1, 20, 16]);
        Assert.Equal(80, picture[2, 20, 16]);
        Assert.Equal(100, picture[1, 21, 16]);
    }

    [Fact]
    public void Blend_LastPixelOfOddSize_IsItsWholeChromaBlock()
    {
        using var picture = new TestPicture(PixelFormat.Yuv420P, 35, 33);
        picture.Bytes.Fill(100);
        Blend(picture, new Ink(200, 180, 20), (34, 32, 1f));
        Assert.Equal(180, picture[1, 17, 16]);
    }

    [Theory]
    [InlineData("yuv420p", 255)]
    [InlineData("yuv444p16le", 65535)]
    [InlineData("p010le", 1023)]
    public void Blend_RandomCoverage_IsTheRoundedMixture(string format, int maximum)
    {
        // Every vector lane and every tail must agree with the plain formula; one unit is left to the order of float operations.
        using var picture = new TestPicture(TestFormats.Named(format), 203, 32);
        picture.FillWithNoise(3);
        var random = new Random(4);
        var ink = new Ink(maximum, 0, 0);
        (int, int, float)[] spots = [.. Enumerable.Range(0, 203 * 32).Select(i => (i % 203, i / 203, i % 3 == 0 ? 0 : random.NextSingle()))];
        Blend(picture, ink, spots);
        foreach ((int x, int y, float coverage) in spots)
        {
            double alpha = coverage < 1 / 256f ? 0 : coverage;
            double expected = (picture.Before(0, x, y) * (1 - alpha)) + (maximum * alpha);
            Assert.Equal(expected, picture[0, x, y], alpha == 0 ? 0 : 0.51);
        }
    }

    [Theory]
    [InlineData("yuv444p16le")]
    [InlineData("yuv422p")]
    [InlineData("yuv440p")]
    [InlineData("yuv420p")]
    [InlineData("yuv411p")]
    [InlineData("yuv410p")]
    public void Blend_AnySubsampling_GivesChromaTheMeanOfItsPixels(string name)
    {
        var random = new Random(6);
        PixelFormat format = TestFormats.Named(name);
        for (int round = 0; round < 200; round++)
        {
            using var picture = new TestPicture(format, random.Next(1, 60), random.Next(1, 30));
            picture.FillWithNoise(round);
            int left = random.Next(picture.Width), right = random.Next(left, picture.Width) + 1;
            var coverage = new float[picture.Height, picture.Width];
            var band = new InkBand();
            band.Begin(picture.Width, 0, picture.Height, left, right);
            for (int y = 0; y < picture.Height; y++)
            {
                for (int x = left; x < right; x++)
                {
                    coverage[y, x] = band.Coverage[x] = random.Next(3) == 0 ? 1 : (1 / 128f) + (random.NextSingle() * 0.9f);
                }

                band.Over(y, left, right, band.Coverage, new Ink(200, 180, 20));
            }

            new PlaneBlender().Blend(band, picture.Planes, touched: null);
            for (int y = 0; y < format.ComponentHeight(1, picture.Height); y++)
            {
                for (int x = 0; x < format.ComponentWidth(1, picture.Width); x++)
                {
                    double mean = Mean(coverage, x, y, format.ChromaShiftX, format.ChromaShiftY);
                    Assert.Equal((picture.Before(1, x, y) * (1 - mean)) + (180 * mean), picture[1, x, y], 0.52);
                    Assert.Equal((picture.Before(2, x, y) * (1 - mean)) + (20 * mean), picture[2, x, y], 0.52);
                }
            }
        }
    }

    /// <summary>The mean over a chroma block; for columns behind the picture's last one that one stands.</summary>
    private static double Mean(float[,] coverage, int x, int y, int shiftX, int shiftY)
    {
        double sum = 0;
        int bottom = Math.Min((y + 1) << shiftY, coverage.GetLength(0));
        for (int row = y << shiftY; row < bottom; row++)
        {
            for (int column = x << shiftX; column < (x + 1) << shiftX; column++)
            {
                sum += coverage[row, Math.Min(column, coverage.GetLength(1) - 1)];
            }
        }

        return sum / ((bottom - (y << shiftY)) << shiftX);
    }

    private static void Blend(TestPicture picture, Ink ink, params (int X, int Y, float Coverage)[] spots)
    {
        var band = new InkBand();
        for (int top = 0; top < picture.Height; top += InkBand.MaximumRows)
        {
            int bottom = Math.Min(top + InkBand.MaximumRows, picture.Height);
            band.Begin(picture.Width, top, bottom, 0, picture.Width);
            foreach (IGrouping<int, (int X, int Y, float Coverage)> row in spots.Where(s => s.Y >= top && s.Y < bottom).GroupBy(s => s.Y))
            {
                band.Coverage.Clear();
                foreach ((int x, _, float coverage) in row)
                {
                    band.Coverage[x] = coverage;
                }

                band.Over(row.Key, 0, picture.Width, band.Coverage, ink);
            }

            new PlaneBlender().Blend(band, picture.Planes, touched: null);
        }
    }
}
