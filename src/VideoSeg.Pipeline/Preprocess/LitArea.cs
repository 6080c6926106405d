using VideoSeg.Model.Inference;

namespace VideoSeg.Pipeline.Preprocess;

/// <summary>The one large lit area of a picture on a grid of cells: lines of text and lone specks are left out.</summary>
internal sealed class LitArea
{
    /// <summary>Cells that a stroke of text may be thick and still is taken away: twice this.</summary>
    private const int Radius = 2;

    private readonly bool[] _cells;

    private LitArea(int size, bool[] cells) => (Size, _cells) = (size, cells);

    /// <summary>Cells a side.</summary>
    public int Size { get; }

    /// <summary>Number of cells in it.</summary>
    public int Count => _cells.Count(lit => lit);

    /// <summary>Whether the cell belongs to it.</summary>
    public bool this[int x, int y] => _cells[(y * Size) + x];

    /// <summary>Finds it.</summary>
    /// <param name="brightness">Brightness of each cell from 0 to 1, row after row.</param>
    /// <param name="size">Cells a side.</param>
    /// <param name="level">Brightness from which a cell counts as lit.</param>
    public static LitArea Find(ReadOnlySpan<float> brightness, int size, float level)
    {
        var lit = new float[size * size];
        for (int i = 0; i < lit.Length; i++)
        {
            lit[i] = brightness[i] >= level ? 1 : 0;
        }

        // An opening: what is thinner than the square is gone, the rest comes back as it was. Beyond the picture's edge the area goes on.
        float[] opened = Spread(Spread(lit, size, Math.Min, 1), size, Math.Max, 0);
        var components = new ComponentFinder();
        components.Find(opened, size, size, 0.5f);
        int largest = -1, cells = 0;
        for (int i = 0; i < components.Components.Length; i++)
        {
            (largest, cells) = components.Components[i].Cells > cells ? (i, components.Components[i].Cells) : (largest, cells);
        }

        var area = new bool[size * size];
        foreach (CellRun run in components.Runs)
        {
            if (run.Component == largest)
            {
                area.AsSpan((run.Row * size) + run.Start, run.End - run.Start).Fill(true);
            }
        }

        return new LitArea(size, area);
    }

    /// <summary>Minimum or maximum over a square, first along the rows, then along the columns.</summary>
    private static float[] Spread(float[] cells, int size, Func<float, float, float> choose, float outside)
    {
        float[] rows = new float[cells.Length], both = new float[cells.Length];
        for (int i = 0; i < cells.Length; i++)
        {
            rows[i] = cells[i];
            for (int d = -Radius; d <= Radius; d++)
            {
                int x = (i % size) + d;
                rows[i] = choose(rows[i], x < 0 || x >= size ? outside : cells[i + d]);
            }
        }

        for (int i = 0; i < cells.Length; i++)
        {
            both[i] = rows[i];
            for (int d = -Radius; d <= Radius; d++)
            {
                int y = (i / size) + d;
                both[i] = choose(both[i], y < 0 || y >= size ? outside : rows[i + (d * size)]);
            }
        }

        return both;
    }
}
