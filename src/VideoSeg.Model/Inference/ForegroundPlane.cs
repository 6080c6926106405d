namespace VideoSeg.Model.Inference;

/// <summary>All classes of a segmentation as one; the background is none of them (<see cref="Weights.ClassNames"/>).</summary>
public static class ForegroundPlane
{
    /// <summary>
    /// The probability that a pixel is polyp of any class: the only plane, or the largest of several, gathered in the first one, which is changed.
    /// </summary>
    public static Span<float> Of(Segmentation segmentation, int index)
    {
        Span<float> first = segmentation.Plane(index);
        for (int channel = 1; channel < segmentation.Classes; channel++)
        {
            ReadOnlySpan<float> other = segmentation.Plane(index, channel);
            for (int i = 0; i < first.Length; i++)
            {
                first[i] = Math.Max(first[i], other[i]);
            }
        }

        return first;
    }
}
