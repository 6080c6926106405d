using System.Runtime.InteropServices;
using VideoSeg.Model.Cuda;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Tests.Inputs;
using VideoSeg.Model.Torch;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Cuda;

public sealed class ConvertTests
{
    // Where the processor's last columns are multiplied and added in two steps, the kernel takes one (fma): a few units in the last place of sums of up to
    // 2^16, with coefficients of up to 2. A step of 8 bits is 0.004.
    private const float Tolerance = 3e-6f;

    private const int Width = 35, Height = 27;

    public static TheoryData<string> Places => KernelMemory.Places;

    public static TheoryData<string, int> EveryFormat()
    {
        var data = new TheoryData<string, int>();
        foreach (string place in KernelMemory.Places.Select(row => row.Data))
        {
            foreach (int format in Enumerable.Range(0, TestFormats.All.Length))
            {
                data.Add(place, format);
            }
        }

        return data;
    }

    public static TheoryData<string, int, int, int, int> EverySize()
    {
        var data = new TheoryData<string, int, int, int, int>();
        foreach (string place in KernelMemory.Places.Select(row => row.Data))
        {
            data.Add(place, 1920, 1080, 352, 352);
            data.Add(place, 1001, 777, 352, 352);
            data.Add(place, 352, 352, 352, 352);
            data.Add(place, 1, 1, 33, 35);
            data.Add(place, 3, 2, 64, 2);
            data.Add(place, 40, 9, 4000, 1);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(EveryFormat))]
    public void Convert_AnyFormat_EqualsTheProcessors(string place, int formatIndex)
    {
        using var memory = new KernelMemory(place);
        PixelFormat format = TestFormats.All[formatIndex];
        var converter = new InputConverter(Width, Height);
        var random = new Random(formatIndex);
        foreach ((int width, int height) in ((int, int)[])[(64, 48), (101, 77), (7, 5), (1, 1), (2, 130), (301, 3)])
        {
            using PlanesBuffer source = new PlanesBuffer(width, height, format, bottomUp: random.Next(2) == 0, padding: random.Next(9)).Randomize(width);
            var matrix = (ColorMatrix)random.Next(6);
            var range = (ColorRange)random.Next(2);
            int x = random.Next(width), y = random.Next(height);
            Compare(memory, converter, source.Planes(matrix, range));
            Compare(memory, converter, source.Planes(matrix, range, new PixelRegion(x, y, 1 + random.Next(width - x), 1 + random.Next(height - y))));
        }
    }

    [Theory]
    [MemberData(nameof(EverySize))]
    public void Convert_AnySize_EqualsTheProcessors(string place, int width, int height, int targetWidth, int targetHeight)
    {
        using var memory = new KernelMemory(place);
        using PlanesBuffer source = new PlanesBuffer(width, height, PixelFormat.Yuv420P).Randomize(5);
        Compare(memory, new InputConverter(targetWidth, targetHeight), source.Planes(ColorMatrix.Bt709));
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Convert_RealPicture_EqualsTheProcessors(string place)
    {
        string folder = RealData.At("kvasir-seg", "images");
        using var memory = new KernelMemory(place);
        var converter = new InputConverter(352, 352);
        foreach (string path in Directory.EnumerateFiles(folder, "*.jpg").Order(StringComparer.Ordinal).Take(2))
        {
            using PlanesBuffer source = PlanesBuffer.Of(ImageFile.Read(path));
            Compare(memory, converter, source.Planes());
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Convert_ToAnyTypeAndOrder_GivesTheSameValuesRoundedAndWritesNothingElse(string place)
    {
        using var memory = new KernelMemory(place);
        using PlanesBuffer source = new PlanesBuffer(91, 77, PixelFormat.Nv12).Randomize(2);
        ImagePlanes picture = memory.Put(source.Planes(), out _);
        float[] expected = Run(memory, picture, Width, Height);
        foreach (ScalarType type in (ScalarType[])[ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16])
        {
            foreach (int pixelStride in (int[])[0, 3, 8])
            {
                int size = Width * Height * Math.Max(pixelStride, 3);
                float[] untouched = [.. Enumerable.Repeat(-7f, 3 * size)];
                nint batch = memory.Put<byte>(Numbers16.Bytes(untouched, type));
                CudaImage target = pixelStride == 0
                    ? CudaImage.Planes(batch, type, 1, Width, Height)
                    : CudaImage.ChannelsLast(batch, type, 1, Width, Height, pixelStride);
                Convert(memory, picture, target);

                float[] actual = Numbers16.Floats(memory.Get<byte>(batch), type);
                for (int i = 0; i < 3 * Width * Height; i++)
                {
                    int channel = i / (Width * Height), pixel = i % (Width * Height);
                    int at = size + (pixelStride == 0 ? i : (pixel * pixelStride) + channel);
                    Assert.Equal(Numbers16.Round(expected[i], type), actual[at]);
                    actual[at] = -7;
                }

                Assert.Equal(untouched, actual);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Convert_TablesThatLeadOutOfThePicture_StaysWithinIt(string place)
    {
        using var memory = new KernelMemory(place);
        using PlanesBuffer source = new PlanesBuffer(31, 17, PixelFormat.Gray8).Randomize(1);
        ImagePlanes picture = memory.Put(source.Planes(range: ColorRange.Full), out _);
        foreach ((int outside, int x, int y) in ((int, int, int)[])[(int.MaxValue, 30, 16), (-5, 0, 0)])
        {
            // Starts, counts and weights of both axes; of the weights only the first counts.
            var tables = new InputTables(picture, Width, Height);
            Span<int> words = MemoryMarshal.Cast<byte, int>(tables.Bytes.ToArray().AsSpan());
            int lengthX = Width * (2 + 3), lengthY = Height * (2 + 3);
            Assert.Equal(lengthX + lengthY, words.Length);
            Fill(words[..lengthX], Width, outside);
            Fill(words[lengthX..], Height, outside);
            nint batch = memory.Put<float>(new float[3 * Width * Height]);

            memory.Kernels.Convert(memory.Queue, picture, tables, memory.Put<int>(words), CudaImage.Planes(batch, ScalarType.Float32, 0, Width, Height));

            Assert.All(memory.Get<float>(batch), value => Assert.Equal(source[0, x, y] / 255f, value, 1e-6f));
        }

        static void Fill(Span<int> axis, int size, int outside)
        {
            axis[..size].Fill(outside);
            axis[size..(2 * size)].Fill(outside > 0 ? int.MaxValue : 1);
            for (int i = 2 * size; i < axis.Length; i++)
            {
                axis[i] = (i - (2 * size)) % 3 == 0 ? BitConverter.SingleToInt32Bits(1) : BitConverter.SingleToInt32Bits(100);
            }
        }
    }

    [Fact]
    public void Convert_WrongArguments_AreToldInWords()
    {
        using var memory = new KernelMemory("host");
        using var source = new PlanesBuffer(31, 17, PixelFormat.Yuv420P);
        ImagePlanes picture = memory.Put(source.Planes(), out _);
        nint batch = memory.Put<float>(new float[3 * Width * Height]);
        CudaImage target = CudaImage.Planes(batch, ScalarType.Float32, 0, Width, Height);

        AssertRefused("room for", () => Convert(memory, picture, target with { Capacity = target.Capacity - 1 }));
        AssertRefused("a multiple of 4", () => Convert(memory, picture, target with { Data = batch + 2 }));
        AssertRefused("stride", () => Convert(memory, picture, target with { RowStride = -1 }));
        AssertRefused("stride", () => Convert(memory, picture, target with { ChannelStride = long.MaxValue }));
        AssertRefused("rows at least 31 bytes apart", () => Convert(memory, picture with { Stride0 = 29 }, target));
        AssertRefused("got null", () => Convert(memory, WithoutChroma(picture), target));
        AssertRefused("got null", () => Convert(memory, picture, target with { Data = 0 }));
        Assert.Throws<ArgumentException>(() => Convert(memory, picture with { Memory = MemoryKind.Cuda }, target));
        Assert.Throws<ArgumentException>(() => Convert(memory, picture with { Region = new PixelRegion(30, 0, 2, 2) }, target));
        Assert.Throws<ArgumentException>(() =>
            memory.Kernels.Convert(memory.Queue, picture, new InputTables(picture with { Width = 30 }, Width, Height), batch, target));

        static unsafe ImagePlanes WithoutChroma(in ImagePlanes picture) => picture with { Plane2 = null };
    }

    private static void AssertRefused(string words, Action act) =>
        Assert.Contains(words, Assert.Throws<InvalidOperationException>(act).Message, StringComparison.Ordinal);

    private static void Compare(KernelMemory memory, InputConverter converter, ImagePlanes source)
    {
        float[] expected = new float[converter.Length];
        converter.Convert(source, expected);
        float[] actual = Run(memory, memory.Put(source, out _), converter.Width, converter.Height);
        for (int i = 0; i < expected.Length; i++)
        {
            if (!(Math.Abs(expected[i] - actual[i]) <= Tolerance))
            {
                Assert.Fail($"{source.Format.Name} {source.Width} x {source.Height} {source.Region}: at {i} expected {expected[i]}, got {actual[i]}");
            }
        }
    }

    private static float[] Run(KernelMemory memory, in ImagePlanes picture, int width, int height)
    {
        float[] values = new float[3 * width * height];
        values.AsSpan().Fill(float.NaN);
        nint batch = memory.Put<float>(values);
        Convert(memory, picture, CudaImage.Planes(batch, ScalarType.Float32, 0, width, height));
        return memory.Get<float>(batch);
    }

    private static void Convert(KernelMemory memory, ImagePlanes picture, CudaImage target)
    {
        var tables = new InputTables(picture, target.Width, target.Height);
        memory.Kernels.Convert(memory.Queue, picture, tables, memory.Put(tables.Bytes), target);
    }
}
