using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Inference;

public sealed class FlippedSegmenterTests
{
    [Fact]
    public async Task SegmentAsync_NetworkThatKnowsNoDirection_FindsTheSame()
    {
        Picture[] pictures = [Noise(90, 70, PixelFormat.Rgb24), Noise(33, 128, PixelFormat.Gray8)];
        await using var plain = new BrightnessSegmenter(classes: 2);
        await using var flipped = new FlippedSegmenter(new BrightnessSegmenter(classes: 2));

        using Segmentation expected = await plain.SegmentAsync(pictures, TestContext.Current.CancellationToken);
        using Segmentation found = await flipped.SegmentAsync(pictures, TestContext.Current.CancellationToken);

        Assert.Equal(expected.Probabilities.ToArray(), found.Probabilities.ToArray(), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(4 * expected.InferenceTime, found.InferenceTime);
    }

    [Fact]
    public async Task SegmentAsync_NetworkThatSeesTheTopLeftCornerOnly_SpreadsItOverAllFour()
    {
        // A network that finds a polyp in the top left quarter of whatever it is shown: mirrored, it finds it in another one.
        await using var flipped = new FlippedSegmenter(new CornerSegmenter());
        using Segmentation found = await flipped.SegmentAsync([Noise(40, 40, PixelFormat.Rgb24)], TestContext.Current.CancellationToken);
        Assert.All(found.Plane(0).ToArray(), probability => Assert.Equal(0.25f, probability));
    }

    [Fact]
    public async Task SegmentAsync_Region_IsTurnedAlong()
    {
        var picture = new Picture(64, 64, PixelFormat.Rgb24);
        for (int i = 0; i < 64 * 64; i++)
        {
            picture.Data[3 * i] = i % 64 < 16 && i / 64 < 16 ? (byte)255 : (byte)0;
        }

        await using var flipped = new FlippedSegmenter(new BrightnessSegmenter());
        using Segmentation found = await Segment(flipped, picture, new PixelRegion(0, 0, 16, 16));

        Assert.All(found.Plane(0).ToArray(), probability => Assert.Equal(1f, probability, 1e-5f));
    }

    [Fact]
    public async Task SegmentAsync_PlanarPicture_IsABug()
    {
        await using var flipped = new FlippedSegmenter(new BrightnessSegmenter());
        await Assert.ThrowsAsync<ArgumentException>(async () => await flipped.SegmentAsync(
            new[] { new ImagePlanes { Width = 8, Height = 8, Format = PixelFormat.Yuv420P } }, TestContext.Current.CancellationToken));
    }

    private static async Task<Segmentation> Segment(ISegmenter segmenter, Picture picture, PixelRegion region)
    {
        using var pin = picture.Data.AsMemory().Pin();
        return await segmenter.SegmentAsync(Describe(picture, pin, region), TestContext.Current.CancellationToken);
    }

    private static unsafe ImagePlanes[] Describe(Picture picture, System.Buffers.MemoryHandle pin, PixelRegion region) =>
        [picture.AsPlanes((byte*)pin.Pointer) with { Region = region }];

    private static Picture Noise(int width, int height, PixelFormat format)
    {
        var picture = new Picture(width, height, format);
        new Random(width).NextBytes(picture.Data);
        return picture;
    }

    private sealed class CornerSegmenter : ISegmenter
    {
        public SegmenterInfo Info { get; } = new("corner", "f32", "cpu", "none", 8, 8, ["polyp"], 4);

        public ValueTask<Segmentation> SegmentAsync(ReadOnlyMemory<ImagePlanes> pictures, CancellationToken cancellationToken)
        {
            var result = new Segmentation(pictures.Length, 1, 8, 8);
            for (int i = 0; i < 64; i++)
            {
                result.Plane(0)[i] = i % 8 < 4 && i / 8 < 4 ? 1 : 0;
            }

            return ValueTask.FromResult(result);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
