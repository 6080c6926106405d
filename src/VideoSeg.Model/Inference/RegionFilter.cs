namespace VideoSeg.Model.Inference;

/// <summary>Takes what is too small to be believed out of a probability plane. Keeps its memory; not for two threads at a time.</summary>
public sealed class RegionFilter
{
    private readonly ComponentFinder _components = new();

    /// <summary>
    /// Sets the cells of 8-connected components that cover less than a share of the plane to 0. Two components are never neighbours, so nothing
    /// else about the plane's crossings of the threshold changes.
    /// </summary>
    /// <param name="plane">Row after row; changed in place.</param>
    /// <param name="width">Cells a row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="threshold">Probability from which a cell belongs to a component.</param>
    /// <param name="minArea">Smallest share of the plane, 0 to 1; 0 keeps everything.</param>
    public void RemoveSmall(Span<float> plane, int width, int height, float threshold, double minArea)
    {
        if (minArea <= 0)
        {
            return;
        }

        _components.Find(plane, width, height, threshold);
        foreach (ref readonly CellRun run in _components.Runs)
        {
            if (_components.Components[run.Component].Cells < minArea * width * height)
            {
                plane.Slice((run.Row * width) + run.Start, run.End - run.Start).Clear();
            }
        }
    }
}
