using VideoSeg.Model.Inputs;
using Xunit;

namespace VideoSeg.Model.Tests.Inputs;

public sealed class ProbabilityResizerTests
{
    // torch.nn.functional.interpolate(p, (7, 13) and (3, 2), mode="bilinear", align_corners=False) of PyTorch 1.13 in float64,
    // for p[y, x] = ((37 x + 91 y + 7 x y) mod 256) / 255, 5 x 4.
    private static readonly float[] Enlarged =
    [
        0.0000000f, 0.0111614f, 0.0669683f, 0.1227753f, 0.1785822f, 0.2343891f, 0.2901961f, 0.3460030f, 0.4018100f, 0.4576169f, 0.5134238f, 0.5692308f, 0.5803922f,
        0.1274510f, 0.1393665f, 0.1989442f, 0.2585219f, 0.3180995f, 0.3776772f, 0.4372549f, 0.4968326f, 0.5564103f, 0.5608274f, 0.4825038f, 0.4041801f, 0.3885154f,
        0.3313725f, 0.3444947f, 0.4101056f, 0.4757164f, 0.5413273f, 0.6069382f, 0.6725490f, 0.7381599f, 0.8037707f, 0.7259642f, 0.4330317f, 0.1400991f, 0.0815126f,
        0.5352941f, 0.5496229f, 0.6212670f, 0.6929110f, 0.6487179f, 0.5273002f, 0.4058824f, 0.4775264f, 0.5491704f, 0.5435897f, 0.4221719f, 0.3007541f, 0.2764706f,
        0.6675070f, 0.6830424f, 0.7607197f, 0.8383969f, 0.7009481f, 0.4200819f, 0.1392157f, 0.2168929f, 0.2945701f, 0.3722474f, 0.4499246f, 0.5276018f, 0.5431373f,
        0.2977591f, 0.3145012f, 0.3982116f, 0.4819220f, 0.4828916f, 0.4287007f, 0.3745098f, 0.4582202f, 0.5419306f, 0.6256410f, 0.7093514f, 0.7930618f, 0.8098039f,
        0.0666667f, 0.0841629f, 0.1716440f, 0.2591252f, 0.3466063f, 0.4340875f, 0.5215686f, 0.6090498f, 0.6965309f, 0.7840121f, 0.8714932f, 0.9589744f, 0.9764706f,
    ];

    private static readonly float[] Shrunk =
    [
        0.1717320f, 0.5040850f,
        0.6750000f, 0.5132353f,
        0.3416667f, 0.7315359f,
    ];

    [Theory]
    [InlineData(13, 7)]
    [InlineData(2, 3)]
    public void Resize_StoredPlane_GivesPyTorchsValues(int width, int height)
    {
        float[] plane = [.. Enumerable.Range(0, 20).Select(i => ((37 * (i % 5)) + (91 * (i / 5)) + (7 * (i % 5) * (i / 5))) % 256 / 255f)];
        float[] result = new float[width * height];
        new ProbabilityResizer(5, 4).Resize(plane, width, height, result);

        float[] expected = width == 13 ? Enlarged : Shrunk;
        Assert.All(result.Zip(expected), p => Assert.Equal(p.Second, p.First, 1e-6f));
    }

    [Theory]
    [InlineData(352, 352, 1920, 1080)]
    [InlineData(352, 352, 199, 101)]
    [InlineData(1, 1, 40, 3)]
    [InlineData(7, 9, 7, 9)]
    public void Resize_AnySize_EqualsThePlainFormula(int planeWidth, int planeHeight, int width, int height)
    {
        float[] plane = Noise(planeWidth * planeHeight);
        float[] result = new float[width * height];
        new ProbabilityResizer(planeWidth, planeHeight).Resize(plane, width, height, result);

        for (int i = 0; i < result.Length; i += 7)
        {
            Assert.Equal(Plain(plane, planeWidth, planeHeight, i % width, i / width, width, height), result[i], 2e-6);
        }
    }

    [Fact]
    public void Begin_RowsInAnyOrder_GiveTheSame()
    {
        float[] plane = Noise(12 * 9);
        var resizer = new ProbabilityResizer(12, 9);
        float[] whole = new float[31 * 40];
        resizer.Resize(plane, 31, 40, whole);

        ProbabilityResizer.Rows rows = resizer.Begin(plane, 31, 40);
        foreach (int y in new[] { 39, 0, 20, 21, 19, 5, 5, 38 })
        {
            Assert.Equal(whole.AsSpan(y * 31, 31), rows.Row(y));
        }
    }

    [Theory]
    [InlineData(31)]
    [InlineData(64)]
    [InlineData(101)]
    public void ResizeToBytesAndThreshold_FollowTheProbabilities(int width)
    {
        const int Height = 23;
        float[] plane = Noise(10 * 10);
        plane[3] = 1;
        var resizer = new ProbabilityResizer(10, 10);
        float[] values = new float[width * Height];
        byte[] bytes = new byte[(width + 5) * Height];
        byte[] mask = new byte[(width + 5) * Height];
        resizer.Resize(plane, width, Height, values);
        resizer.ResizeToBytes(plane, width, Height, bytes, width + 5);
        resizer.Threshold(plane, width, Height, values[50], mask, width + 5);

        for (int i = 0; i < values.Length; i++)
        {
            int at = (i / width * (width + 5)) + (i % width);
            Assert.Equal((byte)((values[i] * 255) + 0.5f), bytes[at]);
            Assert.Equal(values[i] >= values[50] ? 255 : 0, mask[at]);
        }

        Assert.Equal(255, mask[(50 / width * (width + 5)) + (50 % width)]);
        Assert.Equal(0, bytes[width]);
        Assert.Equal(0, mask[width]);
    }

    [Fact]
    public void Threshold_Warm_AllocatesNothing()
    {
        float[] plane = Noise(16 * 16);
        byte[] mask = new byte[100 * 80];
        var resizer = new ProbabilityResizer(16, 16);
        resizer.Threshold(plane, 100, 80, 0.5f, mask, 100);

        long before = GC.GetAllocatedBytesForCurrentThread();
        resizer.Threshold(plane, 100, 80, 0.5f, mask, 100);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void Resize_TwoWidthsInTurn_GivesEachItsOwn()
    {
        float[] plane = Noise(6 * 6);
        var resizer = new ProbabilityResizer(6, 6);
        foreach (int width in new[] { 50, 20, 50 })
        {
            float[] result = new float[width * 4];
            resizer.Resize(plane, width, 4, result);
            Assert.Equal(Plain(plane, 6, 6, width - 3, 2, width, 4), result[(2 * width) + width - 3], 2e-6);
        }
    }

    private static float[] Noise(int count)
    {
        var random = new Random(count);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextSingle())];
    }

    private static double Plain(float[] plane, int planeWidth, int planeHeight, int x, int y, int width, int height)
    {
        double sourceX = Math.Clamp(((x + 0.5) * planeWidth / width) - 0.5, 0, planeWidth - 1);
        double sourceY = Math.Clamp(((y + 0.5) * planeHeight / height) - 0.5, 0, planeHeight - 1);
        (int x0, int y0) = ((int)sourceX, (int)sourceY);
        (int x1, int y1) = (Math.Min(x0 + 1, planeWidth - 1), Math.Min(y0 + 1, planeHeight - 1));
        double top = double.Lerp(plane[(y0 * planeWidth) + x0], plane[(y0 * planeWidth) + x1], sourceX - x0);
        double bottom = double.Lerp(plane[(y1 * planeWidth) + x0], plane[(y1 * planeWidth) + x1], sourceX - x0);
        return double.Lerp(top, bottom, sourceY - y0);
    }
}
