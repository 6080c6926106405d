using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Training.Augmentation;

/// <summary>Gaussian blur of the samples that drew one.</summary>
internal static class Blur
{
    private const int Radius = 4;
    private const int Side = (2 * Radius) + 1;

    /// <param name="pictures">f32 [N, 3, H, W].</param>
    /// <param name="transforms">One for each sample.</param>
    public static Tensor Apply(Tensor pictures, SampleTransform[] transforms)
    {
        if (Array.TrueForAll(transforms, t => t.BlurSigma == 0))
        {
            return pictures;
        }

        long count = pictures.Size(0), height = pictures.Size(2), width = pictures.Size(3);
        float[] kernels = new float[count * 3 * Side * Side];
        for (int i = 0; i < count * 3; i++)
        {
            Fill(kernels.AsSpan(i * Side * Side, Side * Side), transforms[i / 3].BlurSigma);
        }

        // A depthwise convolution gives each sample its own kernel; the margin is mirrored so that borders keep their brightness.
        Tensor weights = Tensor.FromData<float>(kernels, [count * 3, 1, Side, Side]).To(pictures.Device);
        Tensor padded = Functional.Pad(pictures, [Radius, Radius, Radius, Radius], PadMode.Reflect).Contiguous()
            .View(1, count * 3, height + (2 * Radius), width + (2 * Radius));
        return Functional.Conv2d(padded, weights, groups: count * 3).View(count, 3, height, width);
    }

    private static void Fill(Span<float> kernel, float sigma)
    {
        double sum = 0;
        for (int i = 0; i < kernel.Length; i++)
        {
            int y = (i / Side) - Radius, x = (i % Side) - Radius;
            kernel[i] = sigma == 0 ? (x == 0 && y == 0 ? 1 : 0) : (float)Math.Exp(-((x * x) + (y * y)) / (2.0 * sigma * sigma));
            sum += kernel[i];
        }

        for (int i = 0; i < kernel.Length; i++)
        {
            kernel[i] = (float)(kernel[i] / sum);
        }
    }
}
