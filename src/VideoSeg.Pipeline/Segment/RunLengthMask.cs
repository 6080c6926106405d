using System.Numerics;
using System.Text;

namespace VideoSeg.Pipeline.Segment;

/// <summary>
/// A mask as lengths of runs, in COCO's compressed form, which <c>pycocotools.mask</c> decodes: <c>{"size":[height,width],"counts":"..."}</c>.
/// A pixel belongs to it where its centre lies inside the outlines.
/// </summary>
/// <param name="Width">Width of the picture.</param>
/// <param name="Height">Height of the picture.</param>
/// <param name="Counts">Runs of 0 and 1 in turns, column after column, beginning with 0.</param>
public sealed record RunLengthMask(int Width, int Height, string Counts)
{
    /// <summary>The mask of one polyp, holes left out.</summary>
    /// <param name="polyps">Holds the polyp's outlines.</param>
    /// <param name="detection">The polyp.</param>
    /// <param name="width">Width of the picture.</param>
    /// <param name="height">Height of the picture.</param>
    public static RunLengthMask Of(PolypSet polyps, in Detection detection, int width, int height)
    {
        List<long> counts = [];
        List<float> crossings = [];
        long end = 0;
        int last = Math.Min(detection.Box.X + detection.Box.Width, width);
        for (int x = Math.Max(detection.Box.X, 0); x < last; x++)
        {
            crossings.Clear();
            for (int i = 0; i < detection.RingCount; i++)
            {
                Cross(polyps.Ring(detection.FirstRing + i), x + 0.5f, crossings);
            }

            crossings.Sort();
            for (int i = 0; i + 1 < crossings.Count; i += 2)
            {
                int from = FirstCentre(crossings[i], height), to = FirstCentre(crossings[i + 1], height);
                end = to > from ? Add(counts, ((long)x * height) + from, ((long)x * height) + to, end) : end;
            }
        }

        long rest = ((long)width * height) - end;
        if (rest > 0 || counts.Count == 0)
        {
            counts.Add(rest);
        }

        return new RunLengthMask(width, height, Compress(counts));
    }

    private static int FirstCentre(float y, int height) => Math.Clamp((int)MathF.Ceiling(y - 0.5f), 0, height);

    private static void Cross(ReadOnlySpan<Vector2> ring, float x, List<float> crossings)
    {
        Vector2 previous = ring[^1];
        foreach (Vector2 point in ring)
        {
            if ((previous.X > x) != (point.X > x))
            {
                crossings.Add(previous.Y + ((point.Y - previous.Y) * (x - previous.X) / (point.X - previous.X)));
            }

            previous = point;
        }
    }

    /// <summary>Adds a run of ones, together with the zeros before it; returns its end.</summary>
    private static long Add(List<long> counts, long from, long to, long end)
    {
        if (from == end && counts.Count > 0)
        {
            counts[^1] += to - from;
        }
        else
        {
            counts.Add(from - end);
            counts.Add(to - from);
        }

        return to;
    }

    /// <summary>From the third run on the difference to the one before the last, in groups of 5 bits, the lowest first, bit 6 for "more follow".</summary>
    private static string Compress(List<long> counts)
    {
        var text = new StringBuilder();
        for (int i = 0; i < counts.Count; i++)
        {
            long value = i > 2 ? counts[i] - counts[i - 2] : counts[i];
            bool isMore = true;
            while (isMore)
            {
                int group = (int)(value & 0x1f);
                value >>= 5;
                isMore = (group & 0x10) != 0 ? value != -1 : value != 0;
                text.Append((char)(48 + (isMore ? group | 0x20 : group)));
            }
        }

        return text.ToString();
    }
}
