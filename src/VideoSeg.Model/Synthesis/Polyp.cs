using System.Numerics;

namespace VideoSeg.Model.Synthesis;

/// <summary>A polyp: where it sits, its form and its looks. Lengths in millimetres.</summary>
internal sealed record Polyp
{
    /// <summary>The form.</summary>
    public required PolypKind Kind { get; init; }

    /// <summary>The point of the wall it grows from.</summary>
    public required Vector3 Anchor { get; init; }

    /// <summary>Direction it grows in: into the lumen; unit length.</summary>
    public required Vector3 Axis { get; init; }

    /// <summary>First direction across the axis; unit length.</summary>
    public required Vector3 Side { get; init; }

    /// <summary>Half axes of the head: along <see cref="Side"/>, across both, along <see cref="Axis"/>.</summary>
    public required Vector3 Radii { get; init; }

    /// <summary>Height of the head's centre above the anchor.</summary>
    public required float Height { get; init; }

    /// <summary>How far the head hangs sideways, in the directions across the axis.</summary>
    public Vector2 Droop { get; init; }

    /// <summary>Radius of the stalk; 0 without one.</summary>
    public float StalkRadius { get; init; }

    /// <summary>Width over which it merges into the wall.</summary>
    public required float Blend { get; init; }

    /// <summary>Height of the bumps on the head.</summary>
    public required float LobeHeight { get; init; }

    /// <summary>Bumps: turns for one head radius.</summary>
    public required float LobeWavenumber { get; init; }

    /// <summary>Height of the smaller bumps as a part of <see cref="LobeHeight"/>.</summary>
    public required float LobeDetail { get; init; }

    /// <summary>Phases of the bumps, in turns.</summary>
    public required Vector3 LobePhase { get; init; }

    /// <summary>Diffuse reflectance of its surface, linear RGB.</summary>
    public required Vector3 Albedo { get; init; }

    /// <summary>Which of the surface patterns it bears.</summary>
    public required int Pattern { get; init; }

    /// <summary>Strength of that pattern, 0 to 1.</summary>
    public required float PatternStrength { get; init; }

    /// <summary>Third direction of its frame.</summary>
    public Vector3 Across => Vector3.Cross(Axis, Side);

    /// <summary>Centre of the head.</summary>
    public Vector3 HeadCentre => Anchor + (Axis * Height) + (Side * Droop.X) + (Across * Droop.Y);

    /// <summary>Centre of a sphere that holds all of it and all it does to the wall.</summary>
    public Vector3 BoundsCentre => (Anchor + HeadCentre) / 2;

    /// <summary>Radius of that sphere.</summary>
    public float BoundsRadius =>
        (Vector3.Distance(Anchor, HeadCentre) / 2) + MathF.Max(Radii.X, MathF.Max(Radii.Y, Radii.Z)) + (1.6f * LobeHeight) + Blend;
}
