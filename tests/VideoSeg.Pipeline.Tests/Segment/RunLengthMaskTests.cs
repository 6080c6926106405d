using System.Numerics;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Segment;
using VideoSeg.Pipeline.Tests.Support;

namespace VideoSeg.Pipeline.Tests.Segment;

public sealed class RunLengthMaskTests
{
    private static readonly Vector2[] Square = [new(0, 0), new(2, 0), new(2, 2), new(0, 2)];

    [Fact]
    public void Of_AllPixels_IsOneRunAfterNone() => Assert.Equal(new RunLengthMask(2, 2, "04"), Of(2, 2, Square));

    [Fact]
    public void Of_APixelInTheMiddle_CountsColumnAfterColumn() =>
        // 3 x 3, the pixel (1, 1): four zeros, a one, four zeros.
        Assert.Equal("414", Of(3, 3, new Vector2[] { new(1, 1), new(2, 1), new(2, 2), new(1, 2) }).Counts);

    [Fact]
    public void Of_NothingInside_IsOneRunOfZeros() => Assert.Equal([9L], Runs(Of(3, 3, new Vector2[] { new(0.1f, 0.1f), new(0.2f, 0.1f), new(0.2f, 0.2f) }).Counts));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Of_ARandomRingWithAHole_IsTheRasterOfBoth(int seed)
    {
        const int width = 300, height = 200;
        var random = new Random(seed);
        Vector2[] outline = Ring(random, 60, 90), hole = Ring(random, 20, 40);

        RunLengthMask mask = Of(width, height, outline, hole.AsEnumerable().Reverse().ToArray());

        byte[] expected = new byte[width * height], inner = new byte[width * height];
        RingRaster.Fill(expected, width, height, outline);
        RingRaster.Fill(inner, width, height, hole);
        for (int i = 0; i < expected.Length; i++)
        {
            expected[i] = inner[i] != 0 ? (byte)0 : expected[i];
        }

        Assert.Equal(expected, Decode(mask));

        Vector2[] Ring(Random numbers, int least, int most) =>
        [
            .. Enumerable.Range(0, 40).Select(i => new Vector2(150, 100) +
                ((least + ((most - least) * numbers.NextSingle())) * new Vector2(MathF.Cos(i * MathF.Tau / 40), MathF.Sin(i * MathF.Tau / 40)))),
        ];
    }

    [Fact]
    public void Of_APolypAtTheEdge_StaysInThePicture()
    {
        RunLengthMask mask = Of(10, 10, new Vector2[] { new(-3, -3), new(5, -3), new(5, 13), new(-3, 13) });

        Assert.Equal([0L, 50, 50], Runs(mask.Counts));
    }

    /// <summary>COCO's form read back, written from its description.</summary>
    private static List<long> Runs(string counts)
    {
        List<long> runs = [];
        int at = 0;
        while (at < counts.Length)
        {
            long value = 0;
            int shift = 0, group;
            do
            {
                group = counts[at++] - 48;
                value |= (long)(group & 0x1f) << shift;
                shift += 5;
            }
            while ((group & 0x20) != 0);

            value = (group & 0x10) != 0 ? value | (-1L << shift) : value;
            runs.Add(runs.Count > 2 ? value + runs[^2] : value);
        }

        return runs;
    }

    private static byte[] Decode(RunLengthMask mask)
    {
        byte[] pixels = new byte[mask.Width * mask.Height];
        long at = 0;
        int run = 0;
        foreach (long length in Runs(mask.Counts))
        {
            for (long end = at + length; at < end; at++)
            {
                pixels[(at % mask.Height * mask.Width) + (at / mask.Height)] = (byte)(run % 2 * 255);
            }

            run++;
        }

        Assert.Equal(pixels.Length, at);
        return pixels;
    }

    private static RunLengthMask Of(int width, int height, params Vector2[][] rings)
    {
        var polyps = new PolypSet();
        (Vector2 least, Vector2 most) = Polygon.Bounds(rings[0]);
        (int x, int y) = ((int)MathF.Floor(least.X), (int)MathF.Floor(least.Y));
        polyps.Add(new Detection(0, new PixelRegion(x, y, (int)MathF.Ceiling(most.X) - x, (int)MathF.Ceiling(most.Y) - y), 1, 1, 0, rings.Length));
        foreach (Vector2[] ring in rings)
        {
            polyps.AddRing(ring);
        }

        return RunLengthMask.Of(polyps, polyps.Detections[0], width, height);
    }
}
