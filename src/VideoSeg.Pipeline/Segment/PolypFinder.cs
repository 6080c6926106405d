using System.Numerics;
using System.Runtime.InteropServices;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Segment;

/// <summary>
/// Turns probability planes into polyps: 8-connected components at or above the threshold, small ones left out, each outlined where
/// the probability crosses the threshold between cell centres, so that the outline is sharp at any size of picture. Of several classes their sum
/// says what is polyp (<see cref="ForegroundPlane"/>); a component is then of the class whose probabilities sum up to most over its cells.
/// Keeps its memory and allocates nothing once it has grown. Not for two threads at a time.
/// </summary>
public sealed class PolypFinder
{
    private readonly ComponentFinder _components = new();
    private readonly RegionFilter _filter = new();
    private readonly List<Vector2> _ring = [];
    private readonly List<bool> _passed = [];
    private float[] _foreground = [];

    /// <summary>What counts as a polyp.</summary>
    public PolypOptions Options { get; }

    /// <summary>Finds what counts as a polyp by some options.</summary>
    public PolypFinder(PolypOptions options) => Options = options;

    /// <summary>Finds the polyps of one picture.</summary>
    /// <param name="segmentation">The planes.</param>
    /// <param name="index">Which picture of the batch.</param>
    /// <param name="picture">The picture that was segmented: its size and region place the planes.</param>
    /// <param name="polyps">Emptied and filled.</param>
    public void Find(Segmentation segmentation, int index, in ImagePlanes picture, PolypSet polyps)
    {
        polyps.Clear();
        PixelRegion region = picture.Region ?? new PixelRegion(0, 0, picture.Width, picture.Height);
        ReadOnlySpan<float> plane = ForegroundPlane.Of(segmentation, index, ref _foreground);
        Add(plane, segmentation.Planes(index), segmentation.Classes, segmentation.Width, segmentation.Height, region, polyps);
    }

    /// <summary>Adds the polyps of one plane, all of the class 0.</summary>
    /// <param name="plane">Row after row.</param>
    /// <param name="width">Cells a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="region">The part of the picture that it is stretched over.</param>
    /// <param name="polyps">Added to.</param>
    public void Add(ReadOnlySpan<float> plane, int width, int height, PixelRegion region, PolypSet polyps) => Add(plane, plane, 1, width, height, region, polyps);

    private void Add(ReadOnlySpan<float> plane, ReadOnlySpan<float> planes, int classes, int width, int height, PixelRegion region, PolypSet polyps)
    {
        _components.Find(plane, width, height, Options.Threshold);
        _components.SortLargestFirst();
        CollectionsMarshal.SetCount(_passed, _components.Runs.Length);
        CollectionsMarshal.AsSpan(_passed).Clear();
        foreach (ref readonly CellComponent component in _components.Components)
        {
            if (IsKept(component, width, height))
            {
                AddPolyp(plane, width, height, region, component, classes == 1 ? 0 : ClassOf(component, planes, classes, width), polyps);
            }
        }
    }

    /// <summary>
    /// Sets the cells of components that are too small to 0. Two components are never neighbours, so nothing else about the plane's
    /// crossings of the threshold changes.
    /// </summary>
    public void RemoveSmall(Span<float> plane, int width, int height) =>
        _filter.RemoveSmall(plane, width, height, Options.Threshold, Options.MinArea);

    private bool IsKept(in CellComponent component, int width, int height) =>
        component.Cells >= Options.MinArea * width * height;

    /// <summary>The class with the largest sum of probabilities, of equal ones the first.</summary>
    private int ClassOf(in CellComponent component, ReadOnlySpan<float> planes, int classes, int width)
    {
        (int best, double most) = (0, double.NegativeInfinity);
        for (int channel = 0; channel < classes; channel++)
        {
            ReadOnlySpan<float> plane = planes.Slice(channel * (planes.Length / classes), planes.Length / classes);
            double sum = 0;
            foreach (ref readonly CellRun run in _components.Runs)
            {
                for (int x = run.Start; run.Component == component.Index && x < run.End; x++)
                {
                    sum += plane[(run.Row * width) + x];
                }
            }

            (best, most) = sum > most ? (channel, sum) : (best, most);
        }

        return best;
    }

    private void AddPolyp(
        ReadOnlySpan<float> plane, int width, int height, PixelRegion region, in CellComponent component, int classIndex, PolypSet polyps)
    {
        var tracer = new ContourTracer(plane, width, height, Options.Threshold);
        var scale = new Vector2((float)region.Width / width, (float)region.Height / height);
        double cellArea = (double)scale.X * scale.Y;
        double area = 0;
        int firstRing = polyps.RingCount;
        PixelRegion box = default;

        // Runs lie in reading order, so the first ring met is the outer one: its topmost run begins at its border.
        for (int i = 0; i < _components.Runs.Length; i++)
        {
            CellRun run = _components.Runs[i];
            if (run.Component != component.Index || _passed[i])
            {
                continue;
            }

            _ring.Clear();
            tracer.Trace(run.Start, run.Row, _ring, _components, CollectionsMarshal.AsSpan(_passed));
            Span<Vector2> ring = CollectionsMarshal.AsSpan(_ring);
            double ringArea = Polygon.SignedArea(ring) * cellArea;
            area += ringArea;
            bool isOuter = polyps.RingCount == firstRing;
            if (!isOuter && -ringArea < Options.MinArea * region.Width * region.Height)
            {
                continue;
            }

            RingSmoother.Smooth(ring, width, height);
            foreach (ref Vector2 point in ring)
            {
                point = new Vector2(region.X, region.Y) + (point * scale);
            }

            box = isOuter ? Box(ring, region) : box;
            polyps.AddRing(ring);
        }

        float mean = (float)(component.ProbabilitySum / component.Cells);
        polyps.Add(new Detection(classIndex, box, area, mean, firstRing, polyps.RingCount - firstRing));
    }

    private static PixelRegion Box(ReadOnlySpan<Vector2> ring, PixelRegion region)
    {
        (Vector2 minimum, Vector2 maximum) = Polygon.Bounds(ring);
        int left = Math.Clamp((int)MathF.Floor(minimum.X), region.X, region.X + region.Width - 1);
        int top = Math.Clamp((int)MathF.Floor(minimum.Y), region.Y, region.Y + region.Height - 1);
        int right = Math.Clamp((int)MathF.Ceiling(maximum.X), left + 1, region.X + region.Width);
        int bottom = Math.Clamp((int)MathF.Ceiling(maximum.Y), top + 1, region.Y + region.Height);
        return new PixelRegion(left, top, right - left, bottom - top);
    }
}
