using FsCheck;
using FsCheck.Fluent;
using VideoSeg.Model.Inference;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Inference;

public class ComponentFinderTests
{
    [Fact]
    public void Find_RandomPlanes_AgreesWithFloodFill()
    {
        var finder = new ComponentFinder();
        Gen<(int Width, float[] Plane)> planes =
            from width in Gen.Choose(1, 24)
            from height in Gen.Choose(1, 24)
            from share in Gen.Choose(1, 9)
            from cells in Gen.Choose(0, 1000).ArrayOf(width * height)
            select (width, cells.Select(c => c < share * 100 ? 0.5f + (c / 4000f) : 0.4999f).ToArray());
        Prop.ForAll(planes.ToArbitrary(), sample =>
        {
            (int width, float[] plane) = sample;
            finder.Find(plane, width, plane.Length / width, 0.5f);
            return Partition(finder, width, plane.Length).SequenceEqual(FloodFill(plane, width));
        }).CheckRepeatably();
    }

    [Fact]
    public void Find_NotANumber_IsNoPolyp()
    {
        var finder = new ComponentFinder();
        finder.Find([float.NaN, 0.6f, -1, float.NaN], 2, 2, 0.5f);
        Assert.Equal(1, finder.Components.Length);
        Assert.Equal(1, finder.Components[0].Cells);
    }

    [Fact]
    public void Find_Component_SumsItsProbabilities()
    {
        var finder = new ComponentFinder();
        finder.Find([0.9f, 0.1f, 0.1f, 0.7f], 2, 2, 0.5f);
        CellComponent component = Assert.Single(finder.Components.ToArray());
        Assert.Equal(2, component.Cells);
        Assert.Equal(1.6, component.ProbabilitySum, 5);
    }

    // Each cell's component, named by its first cell in reading order.
    private static int[] Partition(ComponentFinder finder, int width, int cells)
    {
        int[] labels = Enumerable.Repeat(-1, cells).ToArray();
        var first = new Dictionary<int, int>();
        foreach (CellRun run in finder.Runs)
        {
            first.TryAdd(run.Component, (run.Row * width) + run.Start);
            labels.AsSpan((run.Row * width) + run.Start, run.End - run.Start).Fill(first[run.Component]);
        }

        return labels;
    }

    private static int[] FloodFill(float[] plane, int width)
    {
        int[] labels = Enumerable.Repeat(-1, plane.Length).ToArray();
        for (int start = 0; start < plane.Length; start++)
        {
            if (plane[start] < 0.5f || labels[start] >= 0)
            {
                continue;
            }

            var open = new Stack<int>([start]);
            while (open.TryPop(out int cell))
            {
                int x = cell % width, y = cell / width;
                labels[cell] = start;
                for (int n = 0; n < 9; n++)
                {
                    int nx = x + (n % 3) - 1, ny = y + (n / 3) - 1, next = (ny * width) + nx;
                    if (nx >= 0 && nx < width && ny >= 0 && next < plane.Length && plane[next] >= 0.5f && labels[next] < 0)
                    {
                        open.Push(next);
                    }
                }
            }
        }

        return labels;
    }
}
