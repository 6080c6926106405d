using System.Numerics;

namespace VideoSeg.Pipeline.Flow;

/// <summary>Moves planes along a flow.</summary>
public static class FlowWarp
{
    /// <summary>
    /// Samples a plane where a flow leads to: for each cell of the result, the value (bilinear) at the cell's place plus its displacement. Beyond
    /// the edge the value is 0.
    /// </summary>
    /// <param name="plane">Row after row.</param>
    /// <param name="width">Cells a row of the plane and of the result.</param>
    /// <param name="height">Their rows.</param>
    /// <param name="flow">Displacements on a square grid of <paramref name="flowSize"/> cells a side, in its own cells; stretched over the plane.</param>
    /// <param name="flowSize">Cells a side of the flow.</param>
    /// <param name="result">Filled; not the plane itself.</param>
    public static void Sample(ReadOnlySpan<float> plane, int width, int height, ReadOnlySpan<Vector2> flow, int flowSize, Span<float> result)
    {
        float scaleX = (float)width / flowSize, scaleY = (float)height / flowSize;
        for (int y = 0; y < height; y++)
        {
            int flowRow = Math.Min((int)((y + 0.5f) / scaleY), flowSize - 1) * flowSize;
            for (int x = 0; x < width; x++)
            {
                Vector2 way = flow[flowRow + Math.Min((int)((x + 0.5f) / scaleX), flowSize - 1)];
                result[(y * width) + x] = At(plane, width, height, x + (scaleX * way.X), y + (scaleY * way.Y));
            }
        }
    }

    /// <summary>The value at a place between cells whose centres lie at whole numbers; 0 beyond the edge.</summary>
    private static float At(ReadOnlySpan<float> plane, int width, int height, float x, float y)
    {
        int left = (int)MathF.Floor(x), top = (int)MathF.Floor(y);
        if (left < 0 || top < 0 || left > width - 1 || top > height - 1)
        {
            return 0;
        }

        float u = x - left, v = y - top;
        int right = Math.Min(left + 1, width - 1), bottom = Math.Min(top + 1, height - 1);
        float above = plane[(top * width) + left] + (u * (plane[(top * width) + right] - plane[(top * width) + left]));
        float below = plane[(bottom * width) + left] + (u * (plane[(bottom * width) + right] - plane[(bottom * width) + left]));
        return above + (v * (below - above));
    }
}
