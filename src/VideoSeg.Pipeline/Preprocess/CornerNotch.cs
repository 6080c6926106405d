using System.Numerics;

namespace VideoSeg.Pipeline.Preprocess;

/// <summary>A black box in a corner of the field, where some processors write: rows and columns of cells that do not belong to it.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Right">First column behind it.</param>
/// <param name="Bottom">First row below it.</param>
internal readonly record struct CornerNotch(int Left, int Top, int Right, int Bottom)
{
    /// <summary>Smallest notch, as a share of the hull's cells: what is smaller may as well be a corner of an octagon.</summary>
    private const double SmallestShare = 0.015;

    /// <summary>Brightness that half its cells must stay below.</summary>
    private const float Black = 0.04f;

    /// <summary>The notches of a lit area within its hull.</summary>
    public static List<CornerNotch> FindAll(LitArea area, ReadOnlySpan<float> brightness, List<Vector2> hull)
    {
        int size = area.Size;
        var inside = new bool[size * size];
        int cells = 0;
        for (int y = 0; y < size; y++)
        {
            if (ConvexHull.Cut(hull, y + 0.5f) is var (left, right))
            {
                for (int x = (int)MathF.Ceiling(left - 0.5f); x + 0.5f <= right; x++)
                {
                    inside[(y * size) + x] = true;
                    cells++;
                }
            }
        }

        var found = new List<CornerNotch>();
        (int x0, int y0) = ((int)hull.Min(p => p.X), (int)hull.Min(p => p.Y));
        (int x1, int y1) = ((int)hull.Max(p => p.X), (int)hull.Max(p => p.Y));
        foreach ((bool isRight, bool isBottom) in new[] { (false, false), (true, false), (false, true), (true, true) })
        {
            if (Largest(area, inside, x0, y0, x1, y1, isRight, isBottom) is { } notch && notch.Covers(inside, size) >= SmallestShare * cells &&
                notch.IsBlack(inside, brightness, size))
            {
                found.Add(notch);
            }
        }

        return found;
    }

    /// <summary>The rectangle at a corner without a lit cell that takes most from the hull.</summary>
    private static CornerNotch? Largest(LitArea area, bool[] inside, int x0, int y0, int x1, int y1, bool isRight, bool isBottom)
    {
        CornerNotch? best = null;
        int most = 0, widest = x1 - x0;
        for (int rows = 1; rows <= y1 - y0 && widest > 0; rows++)
        {
            int y = isBottom ? y1 - rows : y0 + rows - 1;
            int dark = 0;
            while (dark < widest && !area[isRight ? x1 - 1 - dark : x0 + dark, y])
            {
                dark++;
            }

            widest = dark;
            var notch = new CornerNotch(isRight ? x1 - widest : x0, isBottom ? y : y0, isRight ? x1 : x0 + widest, isBottom ? y1 : y + 1);
            int covers = notch.Covers(inside, area.Size);
            (best, most) = covers > most ? (notch, covers) : (best, most);
        }

        return best;
    }

    private int Covers(bool[] inside, int size)
    {
        int count = 0;
        for (int y = Top; y < Bottom; y++)
        {
            count += inside.AsSpan((y * size) + Left, Right - Left).Count(true);
        }

        return count;
    }

    private bool IsBlack(bool[] inside, ReadOnlySpan<float> brightness, int size)
    {
        var values = new List<float>();
        for (int y = Top; y < Bottom; y++)
        {
            for (int x = Left; x < Right; x++)
            {
                if (inside[(y * size) + x])
                {
                    values.Add(brightness[(y * size) + x]);
                }
            }
        }

        values.Sort();
        return values[values.Count / 2] < Black;
    }
}
