using System.Numerics;
using VideoSeg.Model.Inference;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>Tells masks from rubbish: NaN lies below every threshold and would look like "no polyp".</summary>
internal static class MaskCheck
{
    /// <summary>What is wrong with masks, for people; null where nothing is.</summary>
    public static string? Fault(Segmentation masks, int count, SegmenterInfo network)
    {
        if ((masks.Count, masks.Classes, masks.Width, masks.Height) != (count, network.Classes.Length, network.Width, network.Height))
        {
            return $"expected {count} x {network.Classes.Length} masks of {network.Width} x {network.Height} from the network, found {masks.Count} x {masks.Classes} of {masks.Width} x {masks.Height}";
        }

        // A sum hides nothing: NaN and infinity stay in it.
        ReadOnlySpan<float> values = masks.Probabilities;
        Vector<float> sums = Vector<float>.Zero;
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            sums += new Vector<float>(values[i..]);
        }

        float sum = Vector.Sum(sums);
        for (; i < values.Length; i++)
        {
            sum += values[i];
        }

        return float.IsFinite(sum) ? null : "expected finite numbers from the network, found NaN or infinity";
    }
}
