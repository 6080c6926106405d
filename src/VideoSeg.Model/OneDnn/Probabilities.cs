using System.Numerics;

namespace VideoSeg.Model.OneDnn;

/// <summary>A network's last step: logits to probabilities.</summary>
internal static class Probabilities
{
    /// <summary>
    /// One plane: its logistic function. Several: the softmax over them, without the first, which is the background's.
    /// </summary>
    /// <param name="logits">[planes, pixels]; several planes are overwritten.</param>
    /// <param name="planes">Number of planes.</param>
    /// <param name="probabilities">[max(1, planes - 1), pixels].</param>
    /// <returns>Whether all logits are finite; if not, the probabilities mean nothing.</returns>
    public static bool FromLogits(Span<float> logits, int planes, Span<float> probabilities)
    {
        int pixels = logits.Length / planes;
        return planes == 1 ? Logistic(logits, probabilities) : Softmax(logits, planes, pixels, probabilities);
    }

    /// <summary>The mean of the probabilities of one or more outputs.</summary>
    /// <param name="logits">[outputs, planes, pixels]; several planes are overwritten.</param>
    /// <param name="planes">Number of planes of each.</param>
    /// <param name="probabilities">[max(1, planes - 1), pixels].</param>
    /// <param name="single">Of the same length, for each output after the first; empty where there is one.</param>
    /// <returns>Whether all logits are finite; if not, the probabilities mean nothing.</returns>
    public static bool MeanFromLogits(Span<float> logits, int planes, Span<float> probabilities, Span<float> single)
    {
        int length = probabilities.Length / Math.Max(1, planes - 1) * planes, outputs = logits.Length / length;
        bool isFinite = FromLogits(logits[..length], planes, probabilities);
        for (int i = 1; i < outputs; i++)
        {
            isFinite &= FromLogits(logits.Slice(i * length, length), planes, single);
            Add(single, probabilities, i == outputs - 1 ? 1f / outputs : 1);
        }

        return isFinite;
    }

    /// <summary>Adds <paramref name="values"/> to <paramref name="sums"/>, and multiplies.</summary>
    private static void Add(ReadOnlySpan<float> values, Span<float> sums, float factor)
    {
        int i = 0;
        for (; i <= sums.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            ((new Vector<float>(values[i..]) + new Vector<float>(sums[i..])) * factor).CopyTo(sums[i..]);
        }

        for (; i < sums.Length; i++)
        {
            sums[i] = (sums[i] + values[i]) * factor;
        }
    }

    private static bool Logistic(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        // A sum of products with 0 is 0 as long as all are finite.
        Vector<float> finite = Vector<float>.Zero;
        int i = 0;
        for (; i <= logits.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var x = new Vector<float>(logits[i..]);
            finite += x * Vector<float>.Zero;
            (Vector<float>.One / (Vector<float>.One + Vector.Exp(-x))).CopyTo(probabilities[i..]);
        }

        float rest = Vector.Sum(finite);
        for (; i < logits.Length; i++)
        {
            rest += logits[i] * 0;
            probabilities[i] = 1 / (1 + MathF.Exp(-logits[i]));
        }

        return rest == 0;
    }

    private static bool Softmax(Span<float> logits, int planes, int pixels, Span<float> probabilities)
    {
        float rest = 0;
        for (int i = 0; i < pixels; i++)
        {
            float largest = float.NegativeInfinity, sum = 0;
            for (int p = 0; p < planes; p++)
            {
                float x = logits[(p * pixels) + i];
                rest += x * 0;
                largest = Math.Max(largest, x);
            }

            for (int p = 0; p < planes; p++)
            {
                ref float x = ref logits[(p * pixels) + i];
                x = MathF.Exp(x - largest);
                sum += x;
            }

            for (int p = 1; p < planes; p++)
            {
                probabilities[((p - 1) * pixels) + i] = logits[(p * pixels) + i] / sum;
            }
        }

        return rest == 0;
    }
}
