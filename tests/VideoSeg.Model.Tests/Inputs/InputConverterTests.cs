using VideoSeg.Model.Inputs;
using Xunit;

namespace VideoSeg.Model.Tests.Inputs;

public sealed class InputConverterTests
{
    // Float32 arithmetic on values of up to 2^16 with coefficients of up to 2, and sums of up to a few hundred products.
    private const double Tolerance = 3e-6;

    public static TheoryData<int> FormatIndices() => [.. Enumerable.Range(0, TestFormats.All.Length)];

    [Theory]
    [MemberData(nameof(FormatIndices))]
    public void Convert_AnyFormat_EqualsThePlainConversion(int formatIndex)
    {
        PixelFormat format = TestFormats.All[formatIndex];
        (int Width, int Height)[] sizes = [(64, 48), (101, 77), (7, 5), (1, 1), (2, 130), (301, 3)];
        var converter = new InputConverter(35, 27);
        var random = new Random(formatIndex);
        foreach ((int width, int height) in sizes)
        {
            using PlanesBuffer source = new PlanesBuffer(width, height, format, bottomUp: random.Next(2) == 0, padding: 2 * random.Next(9)).Randomize(width);
            var matrix = (ColorMatrix)random.Next(6);
            var range = (ColorRange)random.Next(2);
            Compare(converter, source, matrix, range, null);
            int x = random.Next(width);
            int y = random.Next(height);
            Compare(converter, source, matrix, range, new PixelRegion(x, y, 1 + random.Next(width - x), 1 + random.Next(height - y)));
        }
    }

    [Theory]
    [InlineData(352, 352, 400, 300)]
    [InlineData(1, 1, 33, 35)]
    [InlineData(3, 2, 640, 2)]
    [InlineData(8, 8, 8, 8)]
    [InlineData(40, 9, 8192, 1)]
    [InlineData(9, 40, 1, 8192)]
    public void Convert_AnyTargetSize_EqualsThePlainConversion(int targetWidth, int targetHeight, int width, int height)
    {
        using PlanesBuffer source = new PlanesBuffer(width, height, PixelFormat.Yuv420P).Randomize(5);
        Compare(new InputConverter(targetWidth, targetHeight), source, ColorMatrix.Bt709, ColorRange.Limited, null);
    }

    [Fact]
    public void Convert_SameSizeFullRangeRgb_IsExactlyTheSamplesOver255()
    {
        using PlanesBuffer source = new PlanesBuffer(19, 11, PixelFormat.Rgb24).Randomize(3);
        float[] rgb = new float[3 * 19 * 11];
        new InputConverter(19, 11).Convert(source.Planes(), rgb);

        for (int i = 0; i < rgb.Length; i++)
        {
            int at = i % (19 * 11);
            Assert.Equal(source[i / (19 * 11), at % 19, at / 19] / 255f, rgb[i], 1e-7f);
        }
    }

    [Fact]
    public void Convert_Region_IsWhatTheCroppedPictureGives()
    {
        using PlanesBuffer whole = new PlanesBuffer(90, 70, PixelFormat.Rgb24).Randomize(8);
        using var cropped = new PlanesBuffer(41, 33, PixelFormat.Rgb24);
        for (int i = 0; i < 41 * 33 * 3; i++)
        {
            cropped[i % 3, i / 3 % 41, i / 3 / 41] = whole[i % 3, 10 + (i / 3 % 41), 20 + (i / 3 / 41)];
        }

        var converter = new InputConverter(32, 32);
        float[] ofRegion = new float[converter.Length];
        float[] ofCrop = new float[converter.Length];
        converter.Convert(whole.Planes(region: new PixelRegion(10, 20, 41, 33)), ofRegion);
        converter.Convert(cropped.Planes(), ofCrop);

        Assert.Equal(ofCrop, ofRegion);
    }

    [Fact]
    public void Convert_Warm_AllocatesNothing()
    {
        var converter = new InputConverter(64, 64);
        float[] rgb = new float[converter.Length];
        using PlanesBuffer planar = new PlanesBuffer(200, 100, PixelFormat.Yuv420P).Randomize(1);
        using PlanesBuffer packed = new PlanesBuffer(120, 90, PixelFormat.Rgb24).Randomize(1);
        Both();

        long before = GC.GetAllocatedBytesForCurrentThread();
        Both();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Both()
        {
            converter.Convert(planar.Planes(region: new PixelRegion(11, 7, 150, 80)), rgb);
            converter.Convert(packed.Planes(), rgb);
        }
    }

    [Fact]
    public void Convert_ManyGeometriesInTurn_KeepsGivingTheSame()
    {
        var converter = new InputConverter(16, 16);
        var sources = Enumerable.Range(0, 40).Select(i => new PlanesBuffer(20 + i, 60 - i, PixelFormat.Yuv422P).Randomize(i)).ToList();
        for (int round = 0; round < 2; round++)
        {
            foreach (PlanesBuffer source in sources)
            {
                Compare(converter, source, ColorMatrix.Bt601, ColorRange.Full, null);
            }
        }

        sources.ForEach(s => s.Dispose());
    }

    [Fact]
    public void Convert_WrongArguments_AreBugs()
    {
        using var source = new PlanesBuffer(10, 10, PixelFormat.Gray8);
        var converter = new InputConverter(4, 4);
        Assert.Throws<ArgumentException>(() => converter.Convert(source.Planes(), new float[47]));
        Assert.Throws<ArgumentException>(() => converter.Convert(source.Planes(region: new PixelRegion(5, 0, 6, 1)), new float[48]));
        Assert.Throws<ArgumentException>(() => converter.Convert(source.Planes(region: new PixelRegion(0, 0, 0, 1)), new float[48]));
        Assert.Throws<ArgumentException>(() => converter.Convert(OnDevice(source), new float[48]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new InputConverter(0, 4));

        static unsafe ImagePlanes OnDevice(PlanesBuffer source) => new()
        {
            Plane0 = source.Planes().Plane0, Width = 10, Height = 10, Format = PixelFormat.Gray8, Memory = MemoryKind.Cuda,
        };
    }

    private static void Compare(InputConverter converter, PlanesBuffer source, ColorMatrix matrix, ColorRange range, PixelRegion? region)
    {
        float[] actual = new float[converter.Length];
        actual.AsSpan().Fill(float.NaN);
        converter.Convert(source.Planes(matrix, range, region), actual);
        double[] expected = PlainConversion.Convert(
            source, matrix, range, region ?? new PixelRegion(0, 0, source.Width, source.Height), converter.Width, converter.Height);
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= Tolerance))
            {
                Assert.Fail($"{source.Format.Name} {source.Width} x {source.Height} {region} {matrix} {range}: at {i} expected {expected[i]}, got {actual[i]}");
            }
        }
    }
}
