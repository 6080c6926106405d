using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Training;

/// <summary>Cross-entropy, soft Dice and Tversky, on logits: binary for one class, over softmax for several.</summary>
internal static class SegmentationLoss
{
    private const double Smooth = 1;

    // A power below 1 has no slope at nought.
    private const double LeastTversky = 1e-6;

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

    /// <summary>The main output's loss, plus the mean of the others' times <paramref name="weight"/>, which are enlarged to the target's size.</summary>
    public static Tensor ComputeWithAuxiliaries(IReadOnlyList<Tensor> outputs, Tensor target, LossOptions options, double weight)
    {
        Tensor total = Compute(outputs[0], target, options);
        foreach (Tensor auxiliary in outputs.Skip(1))
        {
            Tensor enlarged = Functional.InterpolateBilinear(auxiliary, target.Size(2), target.Size(3));
            total = total.Add(Compute(enlarged, target, options).Mul(weight / (outputs.Count - 1)));
        }

        return total;
    }

    /// <summary>The weighted sum of the terms, a scalar that carries gradients.</summary>
    /// <param name="logits">f32 [N, K, H, W], one plane a class; of several the first is the background's.</param>
    /// <param name="target">f32 [N, 1, H, W]: numbers of classes; of one class 0 or 1.</param>
    /// <param name="options">Weights of the terms.</param>
    public static Tensor Compute(Tensor logits, Tensor target, LossOptions options)
    {
        Tensor truth = ClassPlanes.Split(target, Math.Max(1, (int)logits.Size(1) - 1));
        Tensor? cross = options.BinaryCrossEntropy > 0 ? CrossEntropy(logits, target, truth, options).Mul(options.BinaryCrossEntropy) : null;
        return Sum(cross, Overlap(logits, truth, isSoft: false, options));
    }

    /// <summary>The mean of <see cref="ComputeSoft(Tensor, Tensor, LossOptions)"/> over several outputs; of one its own loss.</summary>
    public static Tensor ComputeSoft(IReadOnlyList<Tensor> outputs, Tensor probabilities, LossOptions options)
    {
        Tensor total = ComputeSoft(outputs[0], probabilities, options);
        foreach (Tensor further in outputs.Skip(1))
        {
            total = total.Add(ComputeSoft(further, probabilities, options));
        }

        return outputs.Count == 1 ? total : total.Mul(1.0 / outputs.Count);
    }

    /// <summary>
    /// The same terms against probabilities instead of a mask (Hinton et al. 2015, without a temperature); class and boundary weights do not apply. Each
    /// is least where the network gives the very probabilities: what p and t have in common is (p + t - |p - t|) / 2 and not p t, which a
    /// network answers best by being surer than its teacher (Wang et al. 2023, Dice semimetric losses); of masks the two are the same.
    /// </summary>
    /// <param name="logits">f32 [N, K, H, W].</param>
    /// <param name="probabilities">f32 [N, K, H, W], without gradient.</param>
    /// <param name="options">Weights of the terms.</param>
    public static Tensor ComputeSoft(Tensor logits, Tensor probabilities, LossOptions options)
    {
        bool isBinary = logits.Size(1) == 1;
        Tensor? cross = null;
        if (options.BinaryCrossEntropy > 0)
        {
            cross = isBinary
                ? Functional.BinaryCrossEntropyWithLogits(logits, probabilities, Reduction.Mean)
                : logits.LogSoftmax(1).Mul(probabilities).Sum([1]).Mean().Neg();
            cross = cross.Mul(options.BinaryCrossEntropy);
        }

        return Sum(cross, Overlap(logits, ClassProbabilities.Foreground(probabilities), isSoft: true, options));
    }

    private static Tensor Sum(Tensor? one, Tensor? other) =>
        one is null ? other ?? throw new InvalidOperationException("no term has a weight above 0") : other is null ? one : one.Add(other);

    /// <summary>The terms over areas; null where none has a weight.</summary>
    private static Tensor? Overlap(Tensor logits, Tensor truth, bool isSoft, LossOptions options)
    {
        if (options is { Dice: 0, Tversky: 0 })
        {
            return null;
        }

        Tensor found = ClassProbabilities.OfForeground(logits);
        Tensor? dice = options.Dice > 0 ? (isSoft ? SoftDice(found, truth) : Functional.DiceLoss(found, truth, Smooth, Reduction.Mean)).Mul(options.Dice) : null;
        return options.Tversky > 0 ? Sum(dice, Tversky(found, truth, isSoft, options).Mul(options.Tversky)) : dice;
    }

    private static Tensor SoftDice(Tensor found, Tensor truth)
    {
        Tensor both = Common(found, truth).Sum([-2, -1]), total = found.Sum([-2, -1]).Add(truth.Sum([-2, -1]));
        return (1 - both.Mul(2).Add(Smooth).Div(total.Add(Smooth))).Mean();
    }

    private static Tensor Common(Tensor found, Tensor truth) => found.Add(truth).Sub(found.Sub(truth).Abs()).Mul(0.5);

    /// <summary>(1 - TI)^exponent, TI = (tp + 1) / (tp + alpha fp + beta fn + 1), for each picture and class (Salehi et al. 2017; Abraham and Khan 2019).</summary>
    private static Tensor Tversky(Tensor found, Tensor truth, bool isSoft, LossOptions options)
    {
        Tensor both = (isSoft ? Common(found, truth) : found.Mul(truth)).Sum([-2, -1]);
        Tensor falsely = found.Sum([-2, -1]).Sub(both), missed = truth.Sum([-2, -1]).Sub(both);
        Tensor index = both.Add(Smooth) / (both + falsely.Mul(options.TverskyAlpha) + missed.Mul(options.TverskyBeta)).Add(Smooth);
        Tensor loss = 1 - index;
        return (options.TverskyExponent == 1 ? loss : loss.Clamp(LeastTversky, 2).Pow(options.TverskyExponent)).Mean();
    }

    private static Tensor CrossEntropy(Tensor logits, Tensor target, Tensor truth, LossOptions options)
    {
        bool isBinary = logits.Size(1) == 1, hasClassWeights = !isBinary && !options.ClassWeights.IsDefaultOrEmpty;
        bool isWeighted = options.BoundaryWeight > 0 || hasClassWeights;
        Reduction reduction = isWeighted ? Reduction.None : Reduction.Mean;
        Tensor classes = isBinary ? target : target.Squeeze(1).To(ScalarType.Int64);
        Tensor each = isBinary
            ? Functional.BinaryCrossEntropyWithLogits(logits, target, reduction)
            : Functional.CrossEntropy(logits, classes, reduction);
        if (!isWeighted)
        {
            return each;
        }

        Tensor? weight = hasClassWeights ? ClassWeight(classes, options, logits.Device) : null;
        if (options.BoundaryWeight > 0)
        {
            Tensor boundary = BoundaryWeight(truth, options).View(each.Shape);
            weight = weight is null ? boundary : weight.Mul(boundary);
        }

        // A batch may hold none of the classes that count.
        return each.Mul(weight!).Sum().Div(weight!.Sum().Clamp(1e-6, 1e30));
    }

    private static Tensor ClassWeight(Tensor classes, LossOptions options, Device device)
    {
        float[] weights = [.. options.ClassWeights.Select(weight => (float)weight)];
        return DeviceUpload.Of<float>(weights, [weights.Length], device).IndexSelect(0, classes.Reshape(-1)).View(classes.Shape);
    }

    /// <summary>1 + w |mean(t) - t|, the mean over the window of the width given (after Wei et al., F3Net, 2020); of several classes the largest. [N, 1, H, W].</summary>
    private static Tensor BoundaryWeight(Tensor truth, LossOptions options)
    {
        int radius = options.BoundaryWidth;
        Tensor padded = Functional.Pad(truth, [radius, radius, radius, radius], PadMode.Reflect);
        Tensor mean = Functional.AvgPool2d(padded, (2 * radius) + 1, stride: 1);
        return mean.Sub(truth).Abs().Amax([1], keepDim: true).Mul(options.BoundaryWeight).Add(1);
    }
}
