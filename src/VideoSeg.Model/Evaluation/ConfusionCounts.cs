using System.Numerics;
using System.Runtime.Intrinsics;

namespace VideoSeg.Model.Evaluation;

/// <summary>How many pixels of a picture were told right and wrong.</summary>
/// <param name="TruePositives">Polyp, and found.</param>
/// <param name="FalsePositives">Background, but marked as polyp.</param>
/// <param name="FalseNegatives">Polyp, but not found.</param>
/// <param name="TrueNegatives">Background, and left alone.</param>
public readonly record struct ConfusionCounts(long TruePositives, long FalsePositives, long FalseNegatives, long TrueNegatives)
{
    /// <summary>Compares two masks of one length; anything but 0 is polyp.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static ConfusionCounts Compare(ReadOnlySpan<byte> predicted, ReadOnlySpan<byte> truth)
    {
        if (predicted.Length != truth.Length)
        {
            throw new ArgumentException($"expected masks of one length, got {predicted.Length} and {truth.Length}", nameof(truth));
        }

        long both = 0, found = 0, real = 0;
        int i = 0;
        for (; i <= predicted.Length - Vector256<byte>.Count; i += Vector256<byte>.Count)
        {
            uint notFound = Vector256.Equals(Vector256.Create(predicted[i..]), Vector256<byte>.Zero).ExtractMostSignificantBits();
            uint notReal = Vector256.Equals(Vector256.Create(truth[i..]), Vector256<byte>.Zero).ExtractMostSignificantBits();
            both += BitOperations.PopCount(~(notFound | notReal));
            found += BitOperations.PopCount(~notFound);
            real += BitOperations.PopCount(~notReal);
        }

        for (; i < predicted.Length; i++)
        {
            both += predicted[i] != 0 && truth[i] != 0 ? 1 : 0;
            found += predicted[i] != 0 ? 1 : 0;
            real += truth[i] != 0 ? 1 : 0;
        }

        return new(both, found - both, real - both, predicted.Length - found - real + both);
    }

    /// <summary>Sums the counts of two pictures.</summary>
    public static ConfusionCounts operator +(ConfusionCounts a, ConfusionCounts b) => new(
        a.TruePositives + b.TruePositives, a.FalsePositives + b.FalsePositives,
        a.FalseNegatives + b.FalseNegatives, a.TrueNegatives + b.TrueNegatives);
}
