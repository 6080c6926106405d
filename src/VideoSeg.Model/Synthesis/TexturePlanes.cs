using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace VideoSeg.Model.Synthesis;

/// <summary>Computes the planes of a tiling texture, eight texels at a time.</summary>
internal static class TexturePlanes
{
    /// <summary>A plane of size x size values of a function of (u, v), both in [0, 1).</summary>
    public static float[] Fill(int size, Func<Lanes, Lanes, Lanes> function)
    {
        var plane = new float[size * size];
        Lanes ramp = (Vector256.ConvertToSingle(Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7)) + Vector256.Create(0.5f)) * (1f / size);
        for (int y = 0; y < size; y++)
        {
            Lanes v = Vector256.Create((y + 0.5f) / size);
            for (int x = 0; x < size; x += 8)
            {
                function(ramp + Vector256.Create((float)x / size), v).CopyTo(plane, (y * size) + x);
            }
        }

        return plane;
    }

    /// <summary>Noise over the tile with <paramref name="cellsU"/> by <paramref name="cellsV"/> lattice cells.</summary>
    public static Lanes Noise(Lanes u, Lanes v, int cellsU, int cellsV, uint seed) =>
        LatticeNoise.Sample(u * cellsU, v * cellsV, cellsU, cellsV, seed);

    /// <summary>
    /// Turns a height plane into slopes (height and <paramref name="texelSize"/> in the same unit) and their squared length.
    /// </summary>
    public static void Slopes(float[] height, int size, float texelSize, float[] slopeU, float[] slopeV, float[] squared)
    {
        int mask = size - 1;
        for (int y = 0; y < size; y++)
        {
            for (int x = 0; x < size; x++)
            {
                float du = height[(y * size) + ((x + 1) & mask)] - height[(y * size) + ((x - 1) & mask)];
                float dv = height[(((y + 1) & mask) * size) + x] - height[(((y - 1) & mask) * size) + x];
                int index = (y * size) + x;
                slopeU[index] = du / (2 * texelSize);
                slopeV[index] = dv / (2 * texelSize);
                squared[index] = (slopeU[index] * slopeU[index]) + (slopeV[index] * slopeV[index]);
            }
        }
    }
}
