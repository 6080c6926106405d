using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Model.Synthesis;

/// <summary>The octagon that holds the endoscope's picture, and its lens.</summary>
public sealed record FieldOfViewOptions
{
    /// <summary>Height of the octagon as a part of the picture's height, 0.3 to 1.3 (above 1 the picture's border cuts it). Default 0.97.</summary>
    [Range(0.3, 1.3)]
    public double Size { get; init; } = 0.97;

    /// <summary>Width of the octagon divided by its height, 0.8 to 1.8. Default 1.2.</summary>
    [Range(0.8, 1.8)]
    public double Aspect { get; init; } = 1.2;

    /// <summary>How much of the octagon's width each cut corner takes, 0 to 0.3. Default 0.2.</summary>
    [Range(0.0, 0.3)]
    public double CornerCut { get; init; } = 0.2;

    /// <summary>Horizontal place: -1 at the left border, 0 in the middle, 1 at the right border. Default 0.</summary>
    [Range(-1.0, 1.0)]
    public double Offset { get; init; }

    /// <summary>Angle seen from corner to corner in degrees, 90 to 170. Default 140.</summary>
    [Range(90.0, 170.0)]
    public double ViewingAngle { get; init; } = 140;
}
