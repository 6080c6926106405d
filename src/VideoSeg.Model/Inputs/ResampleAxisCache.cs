namespace VideoSeg.Model.Inputs;

/// <summary>The tables of the geometries used last. Not thread-safe.</summary>
internal sealed class ResampleAxisCache
{
    // A stream needs four (luma and chroma, x and y); the rest is for sources that alternate.
    private const int Capacity = 16;
    private readonly ResampleAxis?[] _axes = new ResampleAxis?[Capacity];

    /// <summary>The table of a geometry, computed where it is not among the last ones.</summary>
    public ResampleAxis Get(ResampleGeometry geometry)
    {
        int found = 0;
        while (found < Capacity - 1 && _axes[found] is { } axis && axis.Geometry != geometry)
        {
            found++;
        }

        ResampleAxis wanted = _axes[found] is { } known && known.Geometry == geometry ? known : new ResampleAxis(geometry);
        Array.Copy(_axes, 0, _axes, 1, found);
        _axes[0] = wanted;
        return wanted;
    }
}
