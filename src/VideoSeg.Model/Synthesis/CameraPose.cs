using System.Numerics;

namespace VideoSeg.Model.Synthesis;

/// <summary>Where the tip of the endoscope is and how it is turned. Directions are orthonormal; the picture's y axis points down.</summary>
internal readonly record struct CameraPose(Vector3 Position, Vector3 Right, Vector3 Down, Vector3 Forward)
{
    /// <summary>Directions from the camera's frame to the world's.</summary>
    public Vector3Lanes ToWorld(Vector3Lanes direction) =>
        (Vector3Lanes.Create(Right) * direction.X) + (Vector3Lanes.Create(Down) * direction.Y) + (Vector3Lanes.Create(Forward) * direction.Z);

    /// <summary>A camera at <paramref name="position"/> that looks along <paramref name="direction"/>, turned by <paramref name="roll"/> radians.</summary>
    public static CameraPose Looking(Vector3 position, Vector3 direction, float roll)
    {
        Vector3 forward = Vector3.Normalize(direction);
        Vector3 right = Vector3.Normalize(Vector3.Cross(Vector3.UnitY, forward));
        Vector3 down = Vector3.Cross(forward, right);
        (float sin, float cos) = MathF.SinCos(roll);
        return new CameraPose(position, (right * cos) + (down * sin), (down * cos) - (right * sin), forward);
    }
}
