using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace VideoSeg.Model.Synthesis;

/// <summary>Eight points or directions in space.</summary>
internal readonly struct Vector3Lanes
{
    public readonly Lanes X;
    public readonly Lanes Y;
    public readonly Lanes Z;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector3Lanes(Lanes x, Lanes y, Lanes z)
    {
        X = x;
        Y = y;
        Z = z;
    }

    /// <summary>The same vector in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3Lanes Create(Vector3 v) => new(Vector256.Create(v.X), Vector256.Create(v.Y), Vector256.Create(v.Z));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3Lanes operator +(Vector3Lanes a, Vector3Lanes b) => new(a.X + b.X, a.Y + b.Y, a.Z + b.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3Lanes operator -(Vector3Lanes a, Vector3Lanes b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3Lanes operator -(Vector3Lanes a) => new(-a.X, -a.Y, -a.Z);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3Lanes operator *(Vector3Lanes a, Lanes scale) => new(a.X * scale, a.Y * scale, a.Z * scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3Lanes operator *(Vector3Lanes a, float scale) => new(a.X * scale, a.Y * scale, a.Z * scale);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Dot(Vector3Lanes a, Vector3Lanes b) =>
        LaneMath.MultiplyAdd(a.X, b.X, LaneMath.MultiplyAdd(a.Y, b.Y, a.Z * b.Z));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Dot(Vector3Lanes a, Vector3 b) =>
        LaneMath.MultiplyAdd(a.X, Vector256.Create(b.X), LaneMath.MultiplyAdd(a.Y, Vector256.Create(b.Y), a.Z * b.Z));

    /// <summary>The point at distance <paramref name="t"/> from <paramref name="origin"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector3Lanes Along(Vector3Lanes origin, Vector3Lanes direction, Lanes t) => new(
        LaneMath.MultiplyAdd(direction.X, t, origin.X),
        LaneMath.MultiplyAdd(direction.Y, t, origin.Y),
        LaneMath.MultiplyAdd(direction.Z, t, origin.Z));

    /// <summary>The vector at length 1 (a zero vector stays near zero).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector3Lanes Normalized() => this * (Lanes.One / Vector256.Sqrt(Dot(this, this) + Vector256.Create(1e-20f)));

    /// <summary>The length.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Lanes Length() => Vector256.Sqrt(Dot(this, this));
}
