using System.Numerics;
using VideoSeg.Pipeline.Flow;

namespace VideoSeg.Pipeline.Tests.Flow;

public sealed class OpticalFlowTests
{
    private const int Size = 128;

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3.5, -2)]
    [InlineData(-6, 5)]
    public void Compute_MovedTexture_FindsTheWayBack(double dx, double dy)
    {
        using var flow = new OpticalFlow(Size, Size);
        var way = new Vector2[Size * Size];
        flow.Compute(Texture(dx, dy), Texture(0, 0), way);
        float[] errors = [.. Inner().Select(i => Vector2.Distance(way[i], new Vector2((float)-dx, (float)-dy))).Order()];
        Assert.True(errors[errors.Length / 2] < 0.25f && errors[errors.Length * 9 / 10] < 1, $"median {errors[errors.Length / 2]}, 90 % {errors[errors.Length * 9 / 10]}");
    }

    [Fact]
    public void Sample_AlongTheFlow_BringsThePlaneBack()
    {
        using var flow = new OpticalFlow(Size, Size);
        var way = new Vector2[Size * Size];
        flow.Compute(Texture(4, 3), Texture(0, 0), way);
        float[] before = Disc(50, 60, 20), expected = Disc(54, 63, 20), moved = new float[Size * Size];
        FlowWarp.Sample(before, Size, Size, way, Size, moved);
        Assert.True(Inner().Average(i => Math.Abs(moved[i] - expected[i])) < 0.01);

        // The plane may be finer than the flow.
        float[] fine = new float[4 * Size * Size], fineMoved = new float[4 * Size * Size];
        for (int i = 0; i < fine.Length; i++)
        {
            fine[i] = before[((i / (2 * Size) / 2) * Size) + (i % (2 * Size) / 2)];
        }

        FlowWarp.Sample(fine, 2 * Size, 2 * Size, way, Size, fineMoved);
        Assert.True(Inner().Average(i => Math.Abs(fineMoved[((2 * (i / Size)) * 2 * Size) + (2 * (i % Size))] - expected[i])) < 0.02);
    }

    [Fact]
    public void Dispose_EveryFlow_LeavesNoHandle()
    {
        long before = VisionLibrary.LiveHandles;
        using (new OpticalFlow(32, 16))
        {
            Assert.Equal(before + 1, VisionLibrary.LiveHandles);
        }

        Assert.Equal(before, VisionLibrary.LiveHandles);
        Assert.Throws<InvalidOperationException>(() => new OpticalFlow(15, 64));
        Assert.Matches(@"^OpenCV [\d.]+$", VisionLibrary.Version);
    }

    private static IEnumerable<int> Inner() =>
        Enumerable.Range(0, Size * Size).Where(i => i % Size is > 12 and < Size - 12 && i / Size is > 12 and < Size - 12);

    private static byte[] Texture(double dx, double dy)
    {
        var picture = new byte[Size * Size];
        for (int i = 0; i < picture.Length; i++)
        {
            double x = (i % Size) - dx, y = (i / Size) - dy;
            double value = Math.Sin(x * 0.31) + Math.Sin((y * 0.27) + 1) + Math.Sin((x * 0.13) + (y * 0.19)) + Math.Sin((x * 0.05) - (y * 0.41));
            picture[i] = (byte)(128 + (28 * value));
        }

        return picture;
    }

    private static float[] Disc(double x, double y, double radius) =>
        [.. Enumerable.Range(0, Size * Size).Select(i => (float)Math.Clamp(0.5 + radius - Math.Sqrt(Math.Pow((i % Size) - x, 2) + Math.Pow((i / Size) - y, 2)), 0, 1))];
}
