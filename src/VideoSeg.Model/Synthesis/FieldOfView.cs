using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace VideoSeg.Model.Synthesis;

/// <summary>
/// The octagon in which the processor shows the endoscope's picture, and the lens: equal angles from the axis are equal distances
/// from the centre (the usual wide-angle endoscope lens, which bends straight lines outwards). Lengths in pixels.
/// </summary>
internal sealed class FieldOfView
{
    private readonly float _centreX;
    private readonly float _centreY;
    private readonly float _halfWidth;
    private readonly float _halfHeight;
    private readonly float _cut;

    public FieldOfView(FieldOfViewOptions options, int width, int height)
    {
        _halfHeight = 0.5f * height * (float)options.Size;
        _halfWidth = MathF.Min(_halfHeight * (float)options.Aspect, width * 0.5f);
        _cut = 2 * _halfWidth * (float)options.CornerCut;
        _centreX = (width * 0.5f) + ((float)options.Offset * ((width * 0.5f) - _halfWidth));
        _centreY = height * 0.5f;
        float corner = MathF.Sqrt((_halfWidth * _halfWidth) + (_halfHeight * _halfHeight)) - (_cut * 0.5f);
        RadiansPerPixel = (float)options.ViewingAngle / 2 * MathF.PI / 180 / corner;
    }

    /// <summary>Angle between the rays of neighbouring pixels.</summary>
    public float RadiansPerPixel { get; }

    /// <summary>The pixels of row <paramref name="y"/> that the octagon touches: the first and the one past the last; empty if none.</summary>
    public (int Start, int End) Span(int y, int width)
    {
        float fromCentre = MathF.Max(0, MathF.Abs(y + 0.5f - _centreY) - 0.5f);
        if (fromCentre >= _halfHeight)
        {
            return (0, 0);
        }

        float half = MathF.Min(_halfWidth, _halfWidth - _cut + (_halfHeight - fromCentre)) + 1;
        return (Math.Max(0, (int)MathF.Floor(_centreX - half)), Math.Min(width, (int)MathF.Ceiling(_centreX + half)));
    }

    /// <summary>How much of each pixel lies in the octagon, 0 to 1.</summary>
    public float Coverage(int x, int y)
    {
        float dx = MathF.Abs(x + 0.5f - _centreX), dy = MathF.Abs(y + 0.5f - _centreY);
        float inside = MathF.Min(_halfWidth - dx, _halfHeight - dy);
        inside = MathF.Min(inside, (_halfWidth + _halfHeight - _cut - dx - dy) * 0.70710678f);
        return Math.Clamp(inside + 0.5f, 0, 1);
    }

    /// <summary>Unit directions of the rays through picture positions (x, y), in the camera's frame: right, down, forward.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector3Lanes Directions(Lanes x, Lanes y)
    {
        Lanes right = (x - Vector256.Create(_centreX)) * RadiansPerPixel, down = (y - Vector256.Create(_centreY)) * RadiansPerPixel;
        Lanes angle = Vector256.Sqrt(LaneMath.MultiplyAdd(right, right, LaneMath.MultiplyAdd(down, down, Vector256.Create(1e-8f))));
        Lanes scale = LaneMath.Sin(angle) / angle;
        return new Vector3Lanes(right * scale, down * scale, LaneMath.Cos(angle)).Normalized();
    }
}
