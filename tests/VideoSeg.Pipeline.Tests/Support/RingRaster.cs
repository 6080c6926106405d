using System.Numerics;

namespace VideoSeg.Pipeline.Tests.Support;

/// <summary>Fills a ring by the even-odd rule, as data-set tools do: a pixel belongs to it where its centre does.</summary>
internal static class RingRaster
{
    /// <summary>Adds 255 wherever the ring covers the centre of a pixel.</summary>
    public static void Fill(byte[] mask, int width, int height, IReadOnlyList<Vector2> ring)
    {
        for (int y = 0; y < height; y++)
        {
            float center = y + 0.5f;
            List<float> crossings = [];
            for (int i = 0, j = ring.Count - 1; i < ring.Count; j = i++)
            {
                if ((ring[i].Y > center) != (ring[j].Y > center))
                {
                    crossings.Add(((ring[j].X - ring[i].X) * (center - ring[i].Y) / (ring[j].Y - ring[i].Y)) + ring[i].X);
                }
            }

            crossings.Sort();
            for (int i = 0; i + 1 < crossings.Count; i += 2)
            {
                int first = Math.Clamp((int)MathF.Ceiling(crossings[i] - 0.5f), 0, width), end = Math.Clamp((int)MathF.Ceiling(crossings[i + 1] - 0.5f), first, width);
                mask.AsSpan((y * width) + first, end - first).Fill(255);
            }
        }
    }

    /// <summary>Intersection over union of two masks; 1 where both are empty.</summary>
    public static double Overlap(byte[] first, byte[] second)
    {
        int both = first.Zip(second).Count(pair => pair is { First: not 0, Second: not 0 });
        int any = first.Zip(second).Count(pair => pair.First != 0 || pair.Second != 0);
        return any == 0 ? 1 : (double)both / any;
    }
}
