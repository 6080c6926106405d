using System.Numerics;

namespace VideoSeg.Model.Inference;

/// <summary>
/// The probability that a pixel is polyp of whatever class: the sum of the classes' probabilities, for the background is none of them
/// (<see cref="Weights.ClassNames"/>). Whether a pixel is polyp is decided on it alone, wherever that is decided; which class it is comes after
/// (<see cref="Evaluation.ClassRule"/>). Of one class it is that class's plane, bit for bit.
/// </summary>
public static class ForegroundPlane
{
    /// <summary>The plane of one picture of a batch.</summary>
    /// <param name="segmentation">The probabilities; not changed.</param>
    /// <param name="index">Which picture.</param>
    /// <param name="buffer">Where the sum of several classes is put; made larger where it must be. Not used for one class.</param>
    /// <returns>The only plane itself, or the beginning of the buffer.</returns>
    public static Span<float> Of(Segmentation segmentation, int index, ref float[] buffer)
    {
        Span<float> planes = segmentation.Planes(index);
        if (segmentation.Classes == 1)
        {
            return planes;
        }

        int length = segmentation.Width * segmentation.Height;
        if (buffer.Length < length)
        {
            buffer = new float[length];
        }

        Sum(planes, segmentation.Classes, buffer.AsSpan(0, length));
        return buffer.AsSpan(0, length);
    }

    /// <summary>Sums planes; what rounding carries over 1 is 1.</summary>
    /// <param name="planes">One after the other, none of them the background's.</param>
    /// <param name="classes">How many there are, at least 1.</param>
    /// <param name="sum">Filled; as long as one plane.</param>
    public static void Sum(ReadOnlySpan<float> planes, int classes, Span<float> sum)
    {
        planes[..sum.Length].CopyTo(sum);
        for (int c = 1; c < classes; c++)
        {
            Add(planes.Slice(c * sum.Length, sum.Length), sum);
        }
    }

    private static void Add(ReadOnlySpan<float> plane, Span<float> sum)
    {
        int i = 0;
        for (; i <= sum.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Min(new Vector<float>(sum[i..]) + new Vector<float>(plane[i..]), Vector<float>.One).CopyTo(sum[i..]);
        }

        for (; i < sum.Length; i++)
        {
            sum[i] = Math.Min(sum[i] + plane[i], 1);
        }
    }
}
