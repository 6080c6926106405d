using System.Collections;
using VideoSeg.Model.Data;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Training;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Training;

public sealed class SampleCacheTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Load_SeveralSamples_KeepsEachInItsPlace()
    {
        ITrainingSample[] samples = [.. Enumerable.Range(0, 5).Select(i => Write($"{i}", i))];
        using SampleCache cache = SampleCache.Load(samples, 32, 1, Device.Cpu, CancellationToken.None);
        byte[] images = cache.Images.ToArray<byte>(), masks = cache.Masks.ToArray<byte>();
        for (int i = 0; i < 5; i++)
        {
            Assert.All(images[(i * 3 * 1024)..((i + 1) * 3 * 1024)], value => Assert.Equal(10 * i, value));
            Assert.All(masks[(i * 1024)..((i + 1) * 1024)], value => Assert.Equal(i % 2 == 0 ? 1 : 0, value));
        }
    }

    [Fact]
    public void Load_MoreThanTheMemoryHolds_IsRefusedPlainly()
    {
        var fault = Assert.Throws<VideoSegException>(() => SampleCache.Load(new Endless(), 2048, 1, Device.Cpu, CancellationToken.None));
        Assert.Equal(FaultKind.Engine, fault.Kind);
        Assert.Contains("rendered_frames", fault.Message);
    }

    [Fact]
    public void Load_MaskOfAnotherSize_IsRefused()
    {
        FileSample sample = Write("odd", 1, maskWidth: 20);
        var fault = Assert.Throws<VideoSegException>(() => SampleCache.Load([sample], 32, 1, Device.Cpu, CancellationToken.None));
        Assert.Equal(FaultKind.Input, fault.Kind);
        Assert.Contains("expected a mask of its picture's size, 40 x 36, found 20 x 36", fault.Message);
    }

    [Fact]
    public unsafe void Image_ComparedWithTheConversionForInference_IsRoundedToTheNearestByte()
    {
        var random = new Random(7);
        var picture = new Picture(91, 67, PixelFormat.Rgb24);
        random.NextBytes(picture.Data);
        float[] exact = new float[3 * 32 * 32];
        byte[] stored = new byte[exact.Length];
        fixed (byte* data = picture.Data)
        {
            new InputConverter(32, 32).Convert(picture.AsPlanes(data), exact);
        }

        new SampleConverter(32).Image(picture, stored);

        double largest = stored.Zip(exact, (a, b) => Math.Abs((a / 255.0) - b)).Max();
        Assert.InRange(largest, 1 / 1000.0, (1 / 510.0) + 1e-6); // what docs/inputs.md promises, and no less than rounding does
    }

    [Fact]
    public void Mask_OfSeveralClasses_GoesToTheClassThatCoversMostWherePolypsCoverHalf()
    {
        // 64 x 32 onto 32 x 32: two columns a pixel. The filter is a triangle of two pixels' width, so runs of columns are wide.
        var mask = new Picture(64, 32, PixelFormat.Gray8);
        for (int y = 0; y < 32; y++)
        {
            for (int x = 0; x < 64; x++)
            {
                mask.Data[(y * 64) + x] = (byte)(x < 20 ? 0 : x < 37 ? 1 : x < 50 ? 2 : 0);
            }
        }

        byte[] plane = new byte[32 * 32];
        new SampleConverter(32, kinds: 2).Mask(mask, plane);

        byte[] row = plane[..32];
        Assert.All(Enumerable.Range(0, 10), x => Assert.Equal(0, row[x]));
        Assert.All(Enumerable.Range(10, 8), x => Assert.Equal(1, row[x]));
        Assert.InRange(row[18], 1, 2); // of both classes, none of which covers half by far; never background
        Assert.All(Enumerable.Range(19, 6), x => Assert.Equal(2, row[x]));
        Assert.All(Enumerable.Range(25, 7), x => Assert.Equal(0, row[x]));
        Assert.All(plane, value => Assert.InRange(value, 0, 2));
    }

    public void Dispose() => _folder.Dispose();

    private FileSample Write(string name, int number, int maskWidth = 40)
    {
        var image = new Picture(40, 36, PixelFormat.Rgb24);
        var mask = new Picture(maskWidth, 36, PixelFormat.Gray8);
        Array.Fill(image.Data, (byte)(10 * number));
        Array.Fill(mask.Data, number % 2 == 0 ? (byte)255 : (byte)0);
        ImageFile.Write(_folder.File($"{name}.png"), image);
        ImageFile.Write(_folder.File($"{name}-mask.png"), mask);
        return new FileSample(new SegmentationSample(name, _folder.File($"{name}.png"), _folder.File($"{name}-mask.png")));
    }

    /// <summary>More samples than any machine has memory for; none is ever asked for.</summary>
    private sealed class Endless : IReadOnlyList<ITrainingSample>
    {
        public int Count => int.MaxValue;

        public ITrainingSample this[int index] => throw new InvalidOperationException();

        public IEnumerator<ITrainingSample> GetEnumerator() => throw new InvalidOperationException();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
