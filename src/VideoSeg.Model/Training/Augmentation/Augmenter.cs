using VideoSeg.Model.Randomness;
using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Training.Augmentation;

/// <summary>
/// Turns a batch of stored samples into network input: geometry, colour, blur and compression, all as operations on whole
/// batches, so that the same code runs on a CPU and on a GPU. What happens to a sample depends on seed, epoch and sample alone.
/// </summary>
internal sealed class Augmenter(AugmentationOptions options, int seed)
{
    /// <summary>Draws the changes of sample <paramref name="sample"/> in epoch <paramref name="epoch"/>.</summary>
    public SampleTransform Draw(int epoch, int sample)
    {
        var random = new KeyedRandom(seed, epoch, sample, 0x41);
        return SampleTransform.Draw(options, ref random);
    }

    /// <summary>Draws what is put into sample <paramref name="sample"/> in epoch <paramref name="epoch"/>; null where the recipe wants nothing of the kind.</summary>
    /// <param name="epoch">Epoch, from 0.</param>
    /// <param name="sample">Number of the sample.</param>
    /// <param name="samples">How many samples there are.</param>
    public SampleExtras? DrawExtras(int epoch, int sample, int samples) =>
        SampleExtras.Wanted(options) ? SampleExtras.Draw(options, samples, kind => new KeyedRandom(seed, epoch, sample, kind)) : null;

    /// <summary>Applies <paramref name="transforms"/> to a batch.</summary>
    /// <param name="images">u8 [N, 3, S, S].</param>
    /// <param name="masks">u8 [N, 1, S, S]: numbers of classes, 0 for background.</param>
    /// <param name="transforms">One for each sample.</param>
    /// <param name="kinds">How many classes besides the background there are.</param>
    /// <param name="extras">What is put in, one for each sample; null for nothing.</param>
    /// <param name="donors">Pictures and masks of the extras' donors, as <paramref name="images"/> and <paramref name="masks"/>; null where there are none.</param>
    /// <returns>Pictures f32 [N, 3, S, S] in [0, 1] and targets f32 [N, 1, S, S], numbers of classes.</returns>
    public static (Tensor Images, Tensor Targets) Apply(
        Tensor images, Tensor masks, SampleTransform[] transforms, int kinds = 1,
        SampleExtras[]? extras = null, (Tensor Images, Tensor Masks)? donors = null)
    {
        Device device = images.Device;
        Tensor pictures = images.To(ScalarType.Float32).Div_(255);
        Tensor planes = ClassPlanes.Split(masks, kinds);

        if (extras is not null && donors is { } given)
        {
            Tensor donorPictures = given.Images.To(ScalarType.Float32).Div_(255);
            (pictures, planes) = Extras.Paste(pictures, planes, donorPictures, ClassPlanes.Split(given.Masks, kinds), extras);
        }

        Tensor affine = DeviceUpload.Of<float>(Gather(transforms, t => t.Affine), [transforms.Length, 2, 3], device);
        Tensor grid = Functional.AffineGrid(affine, images.Size(2), images.Size(3));
        pictures = Functional.GridSample(pictures, grid, SampleMode.Bilinear, OutsideMode.Reflection);
        planes = Functional.GridSample(planes, grid, SampleMode.Bilinear, OutsideMode.Reflection);

        pictures = ColorChange.Apply(pictures, transforms);
        pictures = extras is null ? pictures : Extras.Highlight(pictures, extras);
        pictures = Blur.Apply(pictures, transforms);
        if (extras is not null)
        {
            (pictures, planes) = Extras.Hide(pictures, planes, extras);
        }

        pictures = Compression.Apply(pictures, transforms);
        return (pictures, ClassPlanes.Join(planes));
    }

    /// <summary>The numbers of all samples, one after another.</summary>
    internal static float[] Gather(SampleTransform[] transforms, Func<SampleTransform, ReadOnlySpan<float>> numbers)
    {
        var all = new List<float>();
        foreach (SampleTransform transform in transforms)
        {
            all.AddRange(numbers(transform));
        }

        return [.. all];
    }
}
