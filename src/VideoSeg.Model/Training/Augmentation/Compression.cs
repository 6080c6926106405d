using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Training.Augmentation;

/// <summary>
/// What JPEG does to a picture, as tensor operations: YCbCr, 8x8 discrete cosine transform, rounding to the standard's quantisation
/// tables (ITU-T T.81, annex K) scaled by quality as libjpeg does, and back. Chroma keeps full resolution.
/// </summary>
internal static class Compression
{
    private const int Block = 8;

    private static readonly int[] LumaTable =
    [
        16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
    ];

    private static readonly int[] ChromaTable =
    [
        17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99, 47, 66, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    ];

    private static readonly float[] ToYcc = [0.299f, 0.587f, 0.114f, -0.168736f, -0.331264f, 0.5f, 0.5f, -0.418688f, -0.081312f];
    private static readonly float[] FromYcc = [1, 0, 1.402f, 1, -0.344136f, -0.714136f, 1, 1.772f, 0];
    private static readonly float[] Cosines = CreateCosines();

    /// <param name="pictures">f32 [N, 3, H, W] in [0, 1]; H and W multiples of 8.</param>
    /// <param name="transforms">One for each sample.</param>
    public static Tensor Apply(Tensor pictures, SampleTransform[] transforms)
    {
        int[] chosen = [.. Enumerable.Range(0, transforms.Length).Where(i => transforms[i].CompressionQuality > 0)];
        if (chosen.Length == 0)
        {
            return pictures;
        }

        Device device = pictures.Device;
        long height = pictures.Size(2), width = pictures.Size(3);
        Tensor cosines = DeviceUpload.Of<float>(Cosines, [Block * Block, 1, Block, Block], device);
        Tensor toYcc = DeviceUpload.Of<float>(ToYcc, [3, 3, 1, 1], device), fromYcc = DeviceUpload.Of<float>(FromYcc, [3, 3, 1, 1], device);
        Tensor allSteps = DeviceUpload.Of<float>([.. chosen.SelectMany(i => Steps(transforms[i].CompressionQuality))], [chosen.Length, 3, Block * Block, 1, 1], device);
        Tensor result = pictures.Contiguous().Clone();
        for (int i = 0; i < chosen.Length; i++)
        {
            Tensor picture = result.Narrow(0, chosen[i], 1);                                              // [1, 3, H, W]
            Tensor ycc = Functional.Conv2d(picture, toYcc).View(3, 1, height, width);
            Tensor steps = allSteps.Select(0, i);                                                         // [3, 64, 1, 1]
            Tensor coefficients = Functional.Conv2d(ycc, cosines, stride: Block);
            Tensor rounded = coefficients.Div(steps).Round().Mul(steps);
            Tensor back = Functional.ConvTranspose2d(rounded, cosines, stride: Block).View(1, 3, height, width);
            picture.Copy_(Functional.Conv2d(back, fromYcc).Clamp(0, 1));
        }

        return result;
    }

    /// <summary>Quantisation steps in units of [0, 1] samples: [plane, frequency].</summary>
    private static float[] Steps(int quality)
    {
        int scale = quality < 50 ? 5000 / quality : 200 - (2 * quality);
        float[] steps = new float[3 * Block * Block];
        for (int i = 0; i < steps.Length; i++)
        {
            int table = (i < Block * Block ? LumaTable : ChromaTable)[i % (Block * Block)];
            steps[i] = Math.Clamp(((table * scale) + 50) / 100, 1, 255) / 255f;
        }

        return steps;
    }

    /// <summary>The orthonormal basis: [frequency (row-major), y, x].</summary>
    private static float[] CreateCosines()
    {
        float[] basis = new float[Block * Block * Block * Block];
        for (int i = 0; i < basis.Length; i++)
        {
            int v = i / (Block * Block * Block), u = i / (Block * Block) % Block, y = i / Block % Block, x = i % Block;
            basis[i] = (float)(Wave(v, y) * Wave(u, x));
        }

        return basis;

        static double Wave(int frequency, int position) =>
            Math.Sqrt((frequency == 0 ? 1.0 : 2.0) / Block) * Math.Cos(((2 * position) + 1) * frequency * Math.PI / (2 * Block));
    }
}
