using System.Numerics;
using VideoSeg.Model.Inference;

namespace VideoSeg.Pipeline.Segment;

/// <summary>
/// Walks along the border of the cells that reach the threshold (marching squares, cells that touch by a corner joined) and
/// places each point where the straight line between the two cell centres crosses the threshold.
/// </summary>
/// <remarks>
/// Coordinates are those of the plane: cell (x, y) covers [x, x+1) by [y, y+1), its value stands at its centre. On the border of
/// the plane the contour runs along the border itself. Outer rings have a positive signed area, holes a negative one (y downwards).
/// </remarks>
internal readonly ref struct ContourTracer(ReadOnlySpan<float> plane, int width, int height, float threshold)
{
    // Turning by one step goes from a direction to the next one clockwise on the screen: left, up, right, down.
    private static readonly (int X, int Y)[] Directions = [(-1, 0), (0, -1), (1, 0), (0, 1)];

    private readonly ReadOnlySpan<float> _plane = plane;

    /// <summary>Follows the ring that passes the left side of cell (x, y), which reaches the threshold while the one to its left does not.</summary>
    /// <param name="x">Column of the cell.</param>
    /// <param name="y">Row of the cell.</param>
    /// <param name="points">Receives the points, added at its end.</param>
    /// <param name="runs">Each run whose left side the ring passes is marked in <paramref name="passed"/>.</param>
    /// <param name="passed">One flag for each run.</param>
    public void Trace(int x, int y, List<Vector2> points, ComponentFinder runs, Span<bool> passed)
    {
        int startX = x, startY = y, direction = 0;
        do
        {
            if (direction == 0)
            {
                passed[runs.RunAt(x, y)] = true;
            }

            points.Add(Crossing(x, y, direction));
            int turned = (direction + 1) & 3;
            (int dx, int dy) = Directions[direction];
            (int sideX, int sideY) = Directions[turned];
            if (IsInside(x + dx + sideX, y + dy + sideY))
            {
                x += dx + sideX;
                y += dy + sideY;
                direction = (direction + 3) & 3;
            }
            else if (IsInside(x + sideX, y + sideY))
            {
                x += sideX;
                y += sideY;
            }
            else
            {
                direction = turned;
            }
        }
        while (x != startX || y != startY || direction != 0);
    }

    private bool IsInside(int x, int y) =>
        (uint)x < (uint)width && (uint)y < (uint)height && _plane[(y * width) + x] >= threshold;

    private Vector2 Crossing(int x, int y, int direction)
    {
        (int dx, int dy) = Directions[direction];
        int outsideX = x + dx, outsideY = y + dy;
        float share = 0.5f;
        if ((uint)outsideX < (uint)width && (uint)outsideY < (uint)height)
        {
            float inside = _plane[(y * width) + x], outside = _plane[(outsideY * width) + outsideX];
            share = outside < inside ? Math.Min((inside - threshold) / (inside - outside), 1) : 0.5f;
        }

        return new Vector2(x + 0.5f + (share * dx), y + 0.5f + (share * dy));
    }
}
