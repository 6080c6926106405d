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
