using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace VideoSeg.Model.Synthesis;

/// <summary>Noise of pixels: a hash of place and frame, near to normal. Colour noise is coarser, as after the processor's colour filter.</summary>
internal static class SensorNoise
{
    private static readonly Vector256<uint> s_ramp = Vector256.Create(0u, 1, 2, 3, 4, 5, 6, 7);

    /// <summary>Noise of the pixels x to x + 7 of row y: brightness (standard deviation 1), and what red and blue have on top.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void At(int x, int y, uint key, out Lanes luma, out Lanes redder, out Lanes bluer)
    {
        Vector256<uint> column = s_ramp + Vector256.Create((uint)x), row = Vector256.Create((uint)y);
        luma = Normal(LatticeNoise.Hash(column, row, key));
        Vector256<uint> coarse = LatticeNoise.Hash(column >> 1, row >> 1, key + 1);
        redder = Normal(coarse) * 0.8f;
        bluer = Normal((coarse * 0x9E3779B1u) ^ (coarse >> 7)) * 1.1f;
    }

    // The sum of four bytes: mean 510, standard deviation 147.8.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes Normal(Vector256<uint> hash)
    {
        Vector256<uint> low = Vector256.Create(0x00FF00FFu);
        Vector256<uint> pairs = (hash & low) + ((hash >> 8) & low);
        Vector256<uint> sum = (pairs & Vector256.Create(0xFFFFu)) + (pairs >> 16);
        return (Vector256.ConvertToSingle(sum.AsInt32()) - Vector256.Create(510f)) * (1 / 147.8f);
    }
}
