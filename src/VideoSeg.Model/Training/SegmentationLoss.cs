using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Training;

/// <summary>Binary cross-entropy plus soft Dice, on logits.</summary>
internal static class SegmentationLoss
{
    /// <summary>The mean over all outputs of a network, each of which is to give the target itself (deep supervision); of one output its own loss.</summary>
    public static Tensor Compute(IReadOnlyList<Tensor> outputs, Tensor target, LossOptions options)
    {
        Tensor total = Compute(outputs[0], target, options);
        foreach (Tensor further in outputs.Skip(1))
        {
            total = total.Add(Compute(further, target, options));
        }

        return outputs.Count == 1 ? total : total.Mul(1.0 / outputs.Count);
    }

    /// <summary>The weighted sum of the terms, a scalar that carries gradients.</summary>
    /// <param name="logits">f32 [N, 1, H, W].</param>
    /// <param name="target">f32 [N, 1, H, W], 0 or 1.</param>
    /// <param name="options">Weights of the terms.</param>
    public static Tensor Compute(Tensor logits, Tensor target, LossOptions options)
    {
        Tensor? total = null;
        if (options.BinaryCrossEntropy > 0)
        {
            total = Functional.BinaryCrossEntropyWithLogits(logits, target, Reduction.Mean).Mul(options.BinaryCrossEntropy);
        }

        if (options.Dice > 0)
        {
            Tensor dice = Functional.DiceLoss(logits.Sigmoid(), target, smooth: 1, Reduction.Mean).Mul(options.Dice);
            total = total is null ? dice : total.Add(dice);
        }

        return total ?? throw new ArgumentException("no term has a weight above 0", nameof(options));
    }
}
