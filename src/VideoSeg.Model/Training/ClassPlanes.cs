using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Training;

/// <summary>Masks of class numbers as one plane a class, which can be resampled, and back; on any device.</summary>
internal static class ClassPlanes
{
    /// <summary>The planes of a mask.</summary>
    /// <param name="masks">[N, 1, H, W], of any type: numbers of classes, 0 for background.</param>
    /// <param name="kinds">How many classes besides the background there are, K.</param>
    /// <returns>f32 [N, K, H, W], 0 or 1.</returns>
    public static Tensor Split(Tensor masks, int kinds) => kinds == 1
        ? masks.To(ScalarType.Float32)
        : Functional.Cat([.. Enumerable.Range(1, kinds).Select(kind => masks.EqualTo(kind).To(ScalarType.Float32))], 1);

    /// <summary>
    /// The mask of resampled planes: polyp where polyps cover half of the pixel or more, and then of the class that covers most of it.
    /// </summary>
    /// <param name="planes">f32 [N, K, H, W], 0 to 1.</param>
    /// <returns>f32 [N, 1, H, W], numbers of classes.</returns>
    public static Tensor Join(Tensor planes)
    {
        if (planes.Size(1) == 1)
        {
            return planes.GreaterThanOrEqual(0.5).To(ScalarType.Float32);
        }

        Tensor polyp = planes.Sum([1], keepDim: true).GreaterThanOrEqual(0.5).To(ScalarType.Float32);
        return planes.ArgMax(1, keepDim: true).To(ScalarType.Float32).Add_(1).Mul_(polyp);
    }
}
