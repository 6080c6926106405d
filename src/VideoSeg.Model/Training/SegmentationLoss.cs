using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Training;

/// <summary>Cross-entropy plus soft Dice, on logits: binary for one class, over softmax for several.</summary>
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
    /// <param name="logits">f32 [N, K, H, W], one plane a class; of several the first is the background's.</param>
    /// <param name="target">f32 [N, 1, H, W]: numbers of classes; of one class 0 or 1.</param>
    /// <param name="options">Weights of the terms.</param>
    public static Tensor Compute(Tensor logits, Tensor target, LossOptions options)
    {
        bool isBinary = logits.Size(1) == 1;
        Tensor? total = null;
        if (options.BinaryCrossEntropy > 0)
        {
            Tensor cross = isBinary ? Functional.BinaryCrossEntropyWithLogits(logits, target, Reduction.Mean) : CrossEntropy(logits, target, options);
            total = cross.Mul(options.BinaryCrossEntropy);
        }

        if (options.Dice > 0)
        {
            Tensor dice = Functional.DiceLoss(Foreground(logits), Truth(logits, target), smooth: 1, Reduction.Mean).Mul(options.Dice);
            total = total is null ? dice : total.Add(dice);
        }

        return total ?? throw new ArgumentException("no term has a weight above 0", nameof(options));
    }

    /// <summary>The probabilities of all classes but the background.</summary>
    private static Tensor Foreground(Tensor logits) =>
        logits.Size(1) == 1 ? logits.Sigmoid() : logits.Softmax(1).Narrow(1, 1, logits.Size(1) - 1);

    /// <summary>What <see cref="Foreground"/> is to be.</summary>
    private static Tensor Truth(Tensor logits, Tensor target) => ClassPlanes.Split(target, Math.Max(1, (int)logits.Size(1) - 1));

    private static Tensor CrossEntropy(Tensor logits, Tensor target, LossOptions options)
    {
        Tensor classes = target.Squeeze(1).To(ScalarType.Int64);
        if (options.ClassWeights.IsDefaultOrEmpty)
        {
            return Functional.CrossEntropy(logits, classes, Reduction.Mean);
        }

        float[] weights = [.. options.ClassWeights.Select(weight => (float)weight)];
        Tensor each = Functional.CrossEntropy(logits, classes, Reduction.None);
        Tensor weight = Tensor.FromData<float>(weights, [weights.Length]).To(logits.Device).IndexSelect(0, classes.Reshape(-1)).View(each.Shape);

        // A batch may hold none of the classes that count.
        return each.Mul(weight).Sum().Div(weight.Sum().Clamp(1e-6, 1e30));
    }
}
