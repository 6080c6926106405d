using VideoSeg.Model.Inference;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>Takes the masks of one picture out of a batch.</summary>
internal static class MaskPicture
{
    /// <summary>A copy, with its share of the times; the caller owns it.</summary>
    public static Segmentation Copy(Segmentation masks, int index)
    {
        int length = masks.Probabilities.Length / masks.Count;
        var one = new Segmentation(1, masks.Classes, masks.Width, masks.Height)
        {
            PreprocessTime = masks.PreprocessTime / masks.Count,
            InferenceTime = masks.InferenceTime / masks.Count,
        };
        masks.Probabilities.Slice(index * length, length).CopyTo(one.Probabilities);
        return one;
    }
}
