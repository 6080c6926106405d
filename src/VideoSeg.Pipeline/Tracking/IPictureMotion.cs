using System.Numerics;

namespace VideoSeg.Pipeline.Tracking;

/// <summary>How the picture moved from an earlier frame to the present one, on a square grid that is stretched over what is segmented.</summary>
public interface IPictureMotion
{
    /// <summary>Cells a side.</summary>
    int Cells { get; }

    /// <summary>For each cell, the way in cells to where the same thing lay in the earlier frame.</summary>
    ReadOnlySpan<Vector2> Backward { get; }

    /// <summary>For each cell, how far its way can be trusted: 0 to 1.</summary>
    ReadOnlySpan<float> Trust { get; }
}
