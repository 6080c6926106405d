using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace VideoSeg.Model.Synthesis;

/// <summary>
/// Smooth noise over a plane, periodic so that textures tile: gradient noise on an integer lattice (Perlin, 2002), the gradients
/// from a hash of the lattice point and a seed.
/// </summary>
internal static class LatticeNoise
{
    /// <summary>Noise at (x, y), about -1 to 1, with the given periods in lattice cells.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Sample(Lanes x, Lanes y, int periodX, int periodY, uint seed)
    {
        Lanes floorX = Vector256.Floor(x), floorY = Vector256.Floor(y);
        Lanes fx = x - floorX, fy = y - floorY;
        Vector256<int> x0 = Wrap(floorX, periodX), y0 = Wrap(floorY, periodY);
        Vector256<int> x1 = Wrap(floorX + Lanes.One, periodX), y1 = Wrap(floorY + Lanes.One, periodY);
        Lanes wx = Fade(fx), wy = Fade(fy);
        Lanes low = LaneMath.Lerp(Corner(x0, y0, fx, fy, seed), Corner(x1, y0, fx - Lanes.One, fy, seed), wx);
        Lanes high = LaneMath.Lerp(Corner(x0, y1, fx, fy - Lanes.One, seed), Corner(x1, y1, fx - Lanes.One, fy - Lanes.One, seed), wx);
        return LaneMath.Lerp(low, high, wy) * 1.5f;
    }

    /// <summary>A hash of a lattice point: 32 bits in each lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<uint> Hash(Vector256<uint> x, Vector256<uint> y, uint seed)
    {
        Vector256<uint> h = (x * 0x9E3779B1u) ^ (y * 0x85EBCA77u) ^ Vector256.Create(seed * 0xC2B2AE3Du);
        h = (h ^ (h >> 15)) * 0x2C1B3C6Du;
        h = (h ^ (h >> 12)) * 0x297A2D39u;
        return h ^ (h >> 15);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes Fade(Lanes t) => t * t * t * LaneMath.MultiplyAdd(t, (t * 6f) - Vector256.Create(15f), Vector256.Create(10f));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Wrap(Lanes cell, int period) =>
        Vector256.ConvertToInt32Native(cell - (Vector256.Floor((cell + Vector256.Create(0.5f)) * (1f / period)) * period));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes Corner(Vector256<int> x, Vector256<int> y, Lanes dx, Lanes dy, uint seed)
    {
        Vector256<uint> hash = Hash(x.AsUInt32(), y.AsUInt32(), seed);
        Lanes gradientX = Vector256.ConvertToSingle((hash & Vector256.Create(0xFFFFu)).AsInt32()) - Vector256.Create(32767.5f);
        Lanes gradientY = Vector256.ConvertToSingle((hash >> 16).AsInt32()) - Vector256.Create(32767.5f);
        return LaneMath.MultiplyAdd(gradientX, dx, gradientY * dy) * (1f / 32767.5f);
    }
}
