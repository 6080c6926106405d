using VideoSeg.Model.Inference;

namespace VideoSeg.Model.Evaluation;

/// <summary>
/// Which class a pixel is: none where it is no polyp (<see cref="ForegroundPlane"/>), else the class with the largest probability, of equal ones the
/// first. The background's probability has no further part in it.
/// </summary>
public static class ClassRule
{
    /// <summary>Chooses the class of each pixel.</summary>
    /// <param name="planes">The classes' probabilities, plane after plane, the background's not among them.</param>
    /// <param name="classes">How many planes there are, 1 to 255.</param>
    /// <param name="threshold">Probability from which a pixel is polyp.</param>
    /// <param name="chosen">Filled; as long as one plane: 0 for no polyp, else the number of the class, from 1.</param>
    public static void Choose(ReadOnlySpan<float> planes, int classes, float threshold, Span<byte> chosen)
    {
        Largest(planes, classes, chosen);
        for (int i = 0; i < chosen.Length; i++)
        {
            float sum = planes[i];
            for (int c = 1; c < classes; c++)
            {
                sum += planes[(c * chosen.Length) + i];
            }

            chosen[i] = sum >= threshold ? chosen[i] : (byte)0;
        }
    }

    /// <summary>The class with the largest probability of each pixel, polyp or not.</summary>
    /// <param name="planes">The classes' probabilities, plane after plane, the background's not among them.</param>
    /// <param name="classes">How many planes there are, 1 to 255.</param>
    /// <param name="chosen">Filled; as long as one plane: the number of the class, from 1.</param>
    public static void Largest(ReadOnlySpan<float> planes, int classes, Span<byte> chosen)
    {
        for (int i = 0; i < chosen.Length; i++)
        {
            (float most, int best) = (planes[i], 0);
            for (int c = 1; c < classes; c++)
            {
                float probability = planes[(c * chosen.Length) + i];
                (most, best) = probability > most ? (probability, c) : (most, best);
            }

            chosen[i] = (byte)(best + 1);
        }
    }
}
