using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Training.Augmentation;

/// <summary>Brightness, saturation and hue as one 3x3 matrix a sample, then contrast about the mean, then gamma.</summary>
internal static class ColorChange
{
    /// <param name="pictures">f32 [N, 3, H, W] in [0, 1].</param>
    /// <param name="transforms">One for each sample.</param>
    public static Tensor Apply(Tensor pictures, SampleTransform[] transforms)
    {
        long count = pictures.Size(0), height = pictures.Size(2), width = pictures.Size(3);
        Device device = pictures.Device;

        // A grouped 1x1 convolution multiplies each sample by its own matrix.
        Tensor matrices = DeviceUpload.Of<float>(Augmenter.Gather(transforms, t => t.Color), [count * 3, 3, 1, 1], device);
        Tensor mixed = Functional.Conv2d(pictures.Contiguous().View(1, count * 3, height, width), matrices, groups: count)
            .View(count, 3, height, width);

        Tensor contrast = PerSample(transforms, t => t.Contrast, device);
        Tensor mean = mixed.Mean([1, 2, 3], keepDim: true);
        Tensor gamma = PerSample(transforms, t => t.Gamma, device);
        return mixed.Sub(mean).Mul(contrast).Add(mean).Clamp(1e-4, 1).Log().Mul(gamma).Exp(); // x^gamma
    }

    /// <summary>One number a sample as f32 [N, 1, 1, 1].</summary>
    internal static Tensor PerSample(SampleTransform[] transforms, Func<SampleTransform, float> number, Device device) =>
        DeviceUpload.Of<float>(Array.ConvertAll(transforms, t => number(t)), [transforms.Length, 1, 1, 1], device);
}
