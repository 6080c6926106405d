using System.Runtime.InteropServices;

namespace VideoSeg.Model.Inference;

/// <summary>
/// Finds the 8-connected components of a thresholded plane, by runs joined with union-find: the cost follows the number of runs,
/// and rows without any are passed over by a vectorised search. Keeps its memory; not for two threads at a time.
/// </summary>
public sealed class ComponentFinder
{
    private readonly List<CellRun> _runs = [];
    private readonly List<int> _rowStarts = [];
    private readonly List<CellComponent> _components = [];

    /// <summary>The runs, in reading order; valid until the next call.</summary>
    public ReadOnlySpan<CellRun> Runs => AllRuns;

    /// <summary>The components, by index, in the order of their first cells; valid until the next call.</summary>
    public ReadOnlySpan<CellComponent> Components => CollectionsMarshal.AsSpan(_components);

    /// <summary>Finds the components of a plane: rows of <paramref name="width"/> values, of which those from <paramref name="threshold"/> on count. What is not a number does not.</summary>
    public void Find(ReadOnlySpan<float> plane, int width, int height, float threshold)
    {
        _runs.Clear();
        _rowStarts.Clear();
        _components.Clear();
        int previous = 0;
        for (int row = 0; row < height; row++)
        {
            int current = _runs.Count;
            _rowStarts.Add(current);
            AddRuns(plane.Slice(row * width, width), row, threshold);
            Join(previous, current);
            previous = current;
        }

        _rowStarts.Add(_runs.Count);
        Number(plane, width);
    }

    /// <summary>Index of the run that begins at a cell.</summary>
    /// <param name="x">The cell's column.</param>
    /// <param name="row">Its row.</param>
    public int RunAt(int x, int row)
    {
        ReadOnlySpan<CellRun> runs = Runs;
        int low = _rowStarts[row], high = _rowStarts[row + 1] - 1;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (runs[middle].Start < x)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    /// <summary>Orders the components by size, the largest first; each keeps its <see cref="CellComponent.Index"/>, and runs no longer find theirs by place.</summary>
    public void SortLargestFirst() =>
        CollectionsMarshal.AsSpan(_components).Sort(static (a, b) => a.Cells != b.Cells ? b.Cells.CompareTo(a.Cells) : a.Index.CompareTo(b.Index));

    private Span<CellRun> AllRuns => CollectionsMarshal.AsSpan(_runs);

    private void AddRuns(ReadOnlySpan<float> row, int y, float threshold)
    {
        // The bits of floats from +0 to +infinity are ordered as integers, for which the search is vectorised; NaN lies outside.
        ReadOnlySpan<int> bits = MemoryMarshal.Cast<float, int>(row);
        int low = BitConverter.SingleToInt32Bits(threshold), high = BitConverter.SingleToInt32Bits(float.PositiveInfinity);
        for (int x = 0; x < bits.Length;)
        {
            int start = bits[x..].IndexOfAnyInRange(low, high);
            if (start < 0)
            {
                return;
            }

            x += start;
            int length = bits[x..].IndexOfAnyExceptInRange(low, high);
            int end = length < 0 ? bits.Length : x + length;
            _runs.Add(new CellRun { Row = y, Start = x, End = end, Component = _runs.Count });
            x = end;
        }
    }

    private void Join(int previous, int current)
    {
        Span<CellRun> runs = AllRuns;
        for (int above = previous, below = current; above < current && below < runs.Length;)
        {
            if (runs[above].Start <= runs[below].End && runs[below].Start <= runs[above].End)
            {
                int a = Root(above), b = Root(below);
                runs[Math.Max(a, b)].Component = Math.Min(a, b);
            }

            if (runs[above].End < runs[below].End)
            {
                above++;
            }
            else
            {
                below++;
            }
        }
    }

    private int Root(int run)
    {
        Span<CellRun> runs = AllRuns;
        while (runs[run].Component != run)
        {
            runs[run].Component = runs[runs[run].Component].Component;
            run = runs[run].Component;
        }

        return run;
    }

    private void Number(ReadOnlySpan<float> plane, int width)
    {
        // A root comes before the other runs of its component, so each parent has its number when it is asked.
        Span<CellRun> runs = AllRuns;
        for (int i = 0; i < runs.Length; i++)
        {
            ref CellRun run = ref runs[i];
            if (run.Component == i)
            {
                run.Component = _components.Count;
                _components.Add(new CellComponent { Index = _components.Count });
            }
            else
            {
                run.Component = runs[run.Component].Component;
            }

            double sum = 0;
            foreach (float probability in plane.Slice((run.Row * width) + run.Start, run.End - run.Start))
            {
                sum += probability;
            }

            ref CellComponent component = ref CollectionsMarshal.AsSpan(_components)[run.Component];
            component.Cells += run.End - run.Start;
            component.ProbabilitySum += sum;
        }
    }
}
