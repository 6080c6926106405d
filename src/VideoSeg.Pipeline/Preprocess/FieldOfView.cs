using System.Collections.Immutable;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Preprocess;

/// <summary>
/// The part of a picture that the endoscope sees, without the black border and the text burned into it: of each row of pixels the stretch
/// that lies in it. Immutable; any thread.
/// </summary>
public sealed class FieldOfView
{
    private const double Margin = 0.12;

    private readonly ImmutableArray<(int Start, int End)> _rows;

    /// <summary>A field given by its rows.</summary>
    /// <param name="width">Width of the picture in pixels.</param>
    /// <param name="rows">For each row of the picture the first pixel in the field and the first one behind it; equal where there is none.</param>
    /// <param name="shape">What it looks like.</param>
    /// <exception cref="ArgumentException">A row lies outside the picture, or all are empty.</exception>
    public FieldOfView(int width, ImmutableArray<(int Start, int End)> rows, FieldShape shape)
    {
        if (rows.Any(row => row.Start < 0 || row.End < row.Start || row.End > width) || rows.All(row => row.Start == row.End))
        {
            throw new ArgumentException($"expected rows within a width of {width}, not all of them empty", nameof(rows));
        }

        (Width, _rows, Shape) = (width, rows, shape);
        int top = 0, bottom = rows.Length;
        while (rows[top].Start == rows[top].End)
        {
            top++;
        }

        while (rows[bottom - 1].Start == rows[bottom - 1].End)
        {
            bottom--;
        }

        IEnumerable<(int Start, int End)> filled = rows.Where(row => row.End > row.Start);
        int left = filled.Min(row => row.Start);
        Bounds = new PixelRegion(left, top, filled.Max(row => row.End) - left, bottom - top);
        Area = rows.Sum(row => (long)(row.End - row.Start));
    }

    /// <summary>Width of the picture in pixels.</summary>
    public int Width { get; }

    /// <summary>Height of the picture in pixels.</summary>
    public int Height => _rows.Length;

    /// <summary>What it looks like.</summary>
    public FieldShape Shape { get; }

    /// <summary>The smallest rectangle around it.</summary>
    public PixelRegion Bounds { get; }

    /// <summary>
    /// What is segmented: <see cref="Bounds"/> with a margin of 12 % on each side, as far as the picture goes. Networks are trained on pictures with
    /// their borders, and find less without (docs/decisions/0010).
    /// </summary>
    public PixelRegion Segmented
    {
        get
        {
            int marginX = (int)(Margin * Bounds.Width), marginY = (int)(Margin * Bounds.Height);
            int left = Math.Max(Bounds.X - marginX, 0), top = Math.Max(Bounds.Y - marginY, 0);
            return new PixelRegion(
                left, top, Math.Min(Bounds.X + Bounds.Width + marginX, Width) - left, Math.Min(Bounds.Y + Bounds.Height + marginY, Height) - top);
        }
    }

    /// <summary>Its pixels.</summary>
    public long Area { get; }

    /// <summary>Whether it is the whole picture.</summary>
    public bool IsWhole => Area == (long)Width * Height;

    /// <summary>The whole picture.</summary>
    public static FieldOfView Whole(int width, int height) =>
        new(width, [.. Enumerable.Repeat((0, width), height)], FieldShape.Whole);

    /// <summary>A rectangle, cut off at the picture's edges.</summary>
    /// <exception cref="ArgumentException">It lies outside the picture.</exception>
    public static FieldOfView Box(int width, int height, PixelRegion box) =>
        new(width, [.. Enumerable.Range(0, height).Select(y => y < box.Y || y >= (long)box.Y + box.Height
            ? (0, 0)
            : Clamp(box.X, (long)box.X + box.Width, width))], FieldShape.Box);

    /// <summary>A circle, cut off at the picture's edges: the pixels whose centres lie in it.</summary>
    /// <param name="width">Width of the picture.</param>
    /// <param name="height">Height of the picture.</param>
    /// <param name="x">Centre, in pixels; 0 is the left edge of the first one.</param>
    /// <param name="y">Centre, in pixels; 0 is the upper edge of the first one.</param>
    /// <param name="radius">Radius in pixels.</param>
    /// <exception cref="ArgumentException">It lies outside the picture.</exception>
    public static FieldOfView Circle(int width, int height, double x, double y, double radius) =>
        new(width, [.. Enumerable.Range(0, height).Select(row =>
        {
            double distance = row + 0.5 - y, half = Math.Sqrt((radius * radius) - (distance * distance));
            return double.IsNaN(half) ? (0, 0) : Clamp((long)Math.Ceiling(x - half - 0.5), (long)Math.Floor(x + half - 0.5) + 1, width);
        })], FieldShape.Circle);

    /// <summary>The stretch of row <paramref name="y"/> that lies in it: first pixel, and first one behind it.</summary>
    public (int Start, int End) Row(int y) => _rows[y];

    /// <summary>The stretch that the rows from <paramref name="top"/> to before <paramref name="bottom"/> have in common; empty, behind the last pixel, where there is none.</summary>
    internal (int Start, int End) Common(int top, int bottom)
    {
        (int start, int end) = _rows[top];
        for (int y = top + 1; y < bottom; y++)
        {
            (start, end) = (Math.Max(start, _rows[y].Start), Math.Min(end, _rows[y].End));
        }

        return start < end ? (start, end) : (Width, Width);
    }

    /// <summary>Whether the pixel lies in it.</summary>
    public bool Contains(int x, int y) => y >= 0 && y < Height && x >= _rows[y].Start && x < _rows[y].End;

    /// <summary>The same field in a picture of another size.</summary>
    public FieldOfView ScaledTo(int width, int height)
    {
        if (width == Width && height == Height)
        {
            return this;
        }

        return IsWhole ? Whole(width, height) : new(width, [.. Enumerable.Range(0, height).Select(y =>
        {
            (int start, int end) = _rows[Math.Min((int)((y + 0.5) * Height / height), Height - 1)];
            return start == end ? (0, 0) : Clamp((long)Math.Ceiling((double)start * width / Width), (long)Math.Floor((double)end * width / Width), width);
        })], Shape);
    }

    /// <summary>Sets the cells of a plane to 0 where their centres lie outside the field.</summary>
    /// <param name="plane">The cells, row after row.</param>
    /// <param name="width">Cells in a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="region">What of the picture the plane is stretched over.</param>
    public void ClearOutside(Span<float> plane, int width, int height, PixelRegion region)
    {
        double cellsPerPixel = (double)width / region.Width;
        for (int row = 0; row < height; row++)
        {
            (int start, int end) = _rows[region.Y + (int)((row + 0.5) * region.Height / height)];
            Span<float> cells = plane.Slice(row * width, width);
            int first = Math.Clamp((int)Math.Ceiling(((start - region.X) * cellsPerPixel) - 0.5), 0, width);
            int last = Math.Clamp((int)Math.Ceiling(((end - region.X) * cellsPerPixel) - 0.5), first, width);
            cells[..first].Clear();
            cells[last..].Clear();
        }
    }

    /// <summary>The same for all planes of the first picture of a batch.</summary>
    public void ClearOutside(Segmentation masks, PixelRegion region)
    {
        for (int channel = 0; channel < masks.Classes; channel++)
        {
            ClearOutside(masks.Plane(0, channel), masks.Width, masks.Height, region);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => IsWhole
        ? "the whole picture"
        : $"{Shape.ToString().ToLowerInvariant()}, {Bounds.Width} x {Bounds.Height} at {Bounds.X}, {Bounds.Y}";

    private static (int Start, int End) Clamp(long start, long end, int width)
    {
        int first = (int)Math.Clamp(start, 0, width);
        return (first, (int)Math.Clamp(end, first, width));
    }
}
