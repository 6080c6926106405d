using System.Numerics;

namespace VideoSeg.Pipeline.Flow;

/// <summary>Moves planes along a flow.</summary>
public static class FlowWarp
{
    /// <summary>
    /// Samples a plane where a flow leads to: for each cell of the result, the value (bilinear) at the cell's place plus its displacement. Beyond
    /// the edge the value is 0.
    /// </summary>
    /// <param name="plane">Square, <paramref name="size"/> cells a side.</param>
    /// <param name="size">Cells a side of the plane and of the result.</param>
    /// <param name="flow">Displacements on a square grid of <paramref name="flowSize"/> cells a side, in its own cells; stretched over the plane.</param>
    /// <param name="flowSize">Cells a side of the flow.</param>
    /// <param name="result">Filled; not the plane itself.</param>
    public static void Sample(ReadOnlySpan<float> plane, int size, ReadOnlySpan<Vector2> flow, int flowSize, Span<float> result)
    {
        float scale = (float)size / flowSize;
        for (int y = 0; y < size; y++)
        {
            int flowRow = Math.Min((int)((y + 0.5f) / scale), flowSize - 1) * flowSize;
            for (int x = 0; x < size; x++)
            {
                Vector2 way = flow[flowRow + Math.Min((int)((x + 0.5f) / scale), flowSize - 1)];
                result[(y * size) + x] = At(plane, size, x + (scale * way.X), y + (scale * way.Y));
            }
        }
    }

    /// <summary>The value at a place between cells whose centres lie at whole numbers; 0 beyond the edge.</summary>
    private static float At(ReadOnlySpan<float> plane, int size, float x, float y)
    {
        int left = (int)MathF.Floor(x), top = (int)MathF.Floor(y);
        if (left < 0 || top < 0 || left > size - 1 || top > size - 1)
        {
            return 0;
        }

        float u = x - left, v = y - top;
        int right = Math.Min(left + 1, size - 1), bottom = Math.Min(top + 1, size - 1);
        float above = plane[(top * size) + left] + (u * (plane[(top * size) + right] - plane[(top * size) + left]));
        float below = plane[(bottom * size) + left] + (u * (plane[(bottom * size) + right] - plane[(bottom * size) + left]));
        return above + (v * (below - above));
    }
}
