using VideoSeg.Model.Graph.Operations;

namespace VideoSeg.Model.Compile;

/// <summary>
/// The 2x2 kernels of an <see cref="UpsampledConv2d"/> from the 3x3 kernel that it stands for: in an even row of the output the taps of
/// rows 1 and 2 fall on the same pixel of the small map, in an odd row those of rows 0 and 1; columns likewise.
/// </summary>
internal static class PhaseKernels
{
    /// <summary>[4, out, in, 2, 2] from [out, in, 3, 3].</summary>
    public static float[] Of(ReadOnlySpan<float> kernels)
    {
        int count = kernels.Length / 9;
        var phases = new float[UpsampledConv2d.Phases * count * 4];
        for (int phase = 0; phase < UpsampledConv2d.Phases; phase++)
        {
            for (int k = 0; k < count; k++)
            {
                for (int y = 0; y < 3; y++)
                {
                    for (int x = 0; x < 3; x++)
                    {
                        int row = SmallTap(y, phase / 2);
                        int column = SmallTap(x, phase % 2);
                        phases[(((phase * count) + k) * 4) + (row * 2) + column] += kernels[(k * 9) + (y * 3) + x];
                    }
                }
            }
        }

        return phases;
    }

    // {0 | 1 + 2} in phase 0, {0 + 1 | 2} in phase 1.
    private static int SmallTap(int tap, int phase) => tap > phase ? 1 : 0;
}
