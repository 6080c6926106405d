using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Training.Augmentation;

/// <summary>Gaussian blur of the samples that drew one.</summary>
internal static class Blur
{
    private const int SmallestRadius = 4;

    // Beyond 2.5 deviations lies less than 2% of the kernel.
    private const float DeviationsInRadius = 2.5f;

    /// <param name="pictures">f32 [N, 3, H, W].</param>
    /// <param name="transforms">One for each sample.</param>
    public static Tensor Apply(Tensor pictures, SampleTransform[] transforms)
    {
        if (Array.TrueForAll(transforms, t => t.BlurSigma == 0))
        {
            return pictures;
        }

        int radius = Math.Max(SmallestRadius, (int)Math.Ceiling(DeviationsInRadius * transforms.Max(t => t.BlurSigma))), side = (2 * radius) + 1;
        long count = pictures.Size(0), height = pictures.Size(2), width = pictures.Size(3);
        float[] kernels = new float[count * 3 * side * side];
        for (int i = 0; i < count * 3; i++)
        {
            Fill(kernels.AsSpan(i * side * side, side * side), radius, transforms[i / 3].BlurSigma);
        }

        // A depthwise convolution gives each sample its own kernel; the margin is mirrored so that borders keep their brightness.
        Tensor weights = DeviceUpload.Of<float>(kernels, [count * 3, 1, side, side], pictures.Device);
        Tensor padded = Functional.Pad(pictures, [radius, radius, radius, radius], PadMode.Reflect).Contiguous()
            .View(1, count * 3, height + (2 * radius), width + (2 * radius));
        return Functional.Conv2d(padded, weights, groups: count * 3).View(count, 3, height, width);
    }

    private static void Fill(Span<float> kernel, int radius, float sigma)
    {
        int side = (2 * radius) + 1;
        double sum = 0;
        for (int i = 0; i < kernel.Length; i++)
        {
            int y = (i / side) - radius, x = (i % side) - radius;
            kernel[i] = sigma == 0 ? (x == 0 && y == 0 ? 1 : 0) : (float)Math.Exp(-((x * x) + (y * y)) / (2.0 * sigma * sigma));
            sum += kernel[i];
        }

        for (int i = 0; i < kernel.Length; i++)
        {
            kernel[i] = (float)(kernel[i] / sum);
        }
    }
}
