using System.Numerics;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Scores;

/// <summary>The cells of a grid whose centres lie within an outline (even-odd rule).</summary>
internal static class OutlineCells
{
    /// <summary>Calls <paramref name="visit"/> with the index of each cell.</summary>
    /// <param name="outline">A closed ring in pixels of the picture.</param>
    /// <param name="region">The part of the picture that the grid is stretched over.</param>
    /// <param name="width">Cells a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="visit">Told of each cell, row after row.</param>
    public static void Visit(ReadOnlySpan<Vector2> outline, PixelRegion region, int width, int height, Action<int> visit)
    {
        var crossings = new List<float>();
        var scale = new Vector2((float)width / region.Width, (float)height / region.Height);
        for (int row = 0; row < height; row++)
        {
            float centre = row + 0.5f;
            crossings.Clear();
            for (int i = 0; i < outline.Length; i++)
            {
                Vector2 a = (outline[i] - new Vector2(region.X, region.Y)) * scale, b = (outline[(i + 1) % outline.Length] - new Vector2(region.X, region.Y)) * scale;
                if (a.Y <= centre != b.Y <= centre)
                {
                    crossings.Add(a.X + ((b.X - a.X) * (centre - a.Y) / (b.Y - a.Y)));
                }
            }

            crossings.Sort();
            for (int i = 0; i + 1 < crossings.Count; i += 2)
            {
                int first = Math.Max(0, (int)MathF.Ceiling(crossings[i] - 0.5f)), last = Math.Min(width - 1, (int)MathF.Ceiling(crossings[i + 1] - 0.5f) - 1);
                for (int x = first; x <= last; x++)
                {
                    visit((row * width) + x);
                }
            }
        }
    }
}
