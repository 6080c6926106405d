using VideoSeg.Model.Torch.Interop;

namespace VideoSeg.Model.Torch;

public static partial class Functional
{
    /// <summary>Binary cross-entropy of sigmoid(<paramref name="x"/>), computed without overflow.</summary>
    /// <param name="x">Logits.</param>
    /// <param name="target">Probabilities, the shape and type of x.</param>
    /// <param name="reduction">What becomes of the elements' values.</param>
    public static Tensor BinaryCrossEntropyWithLogits(Tensor x, Tensor target, Reduction reduction = Reduction.Mean) =>
        Tensor.Own(TorchNative.BinaryCrossEntropyWithLogits(x.Handle, target.Handle, (int)reduction, out TensorHandle result), result);

    /// <summary>Cross-entropy of softmax(<paramref name="x"/>) along its second dimension.</summary>
    /// <param name="x">[N, K, ...] logits.</param>
    /// <param name="target">[N, ...] class numbers, int64.</param>
    /// <param name="reduction">What becomes of the elements' values.</param>
    /// <param name="ignoreIndex">Elements with this class number do not count.</param>
    public static Tensor CrossEntropy(Tensor x, Tensor target, Reduction reduction = Reduction.Mean, long ignoreIndex = -100) =>
        Tensor.Own(TorchNative.CrossEntropy(x.Handle, target.Handle, (int)reduction, ignoreIndex, out TensorHandle result), result);

    /// <summary>
    /// Soft Dice loss, 1 - (2 Σ p t + <paramref name="smooth"/>) / (Σ p + Σ t + <paramref name="smooth"/>), over the last two dimensions:
    /// a value for each picture and channel (Milletari et al. 2016, with the sums not squared).
    /// </summary>
    /// <param name="probabilities">[N, K, H, W] in [0, 1].</param>
    /// <param name="target">[N, K, H, W] in [0, 1].</param>
    /// <param name="smooth">Keeps the quotient defined where both are empty.</param>
    /// <param name="reduction">What becomes of the values [N, K].</param>
    public static Tensor DiceLoss(Tensor probabilities, Tensor target, double smooth = 1, Reduction reduction = Reduction.Mean)
    {
        using var scope = TensorScope.Enter();
        Tensor overlap = (probabilities * target).Sum([-2, -1]);
        Tensor total = probabilities.Sum([-2, -1]) + target.Sum([-2, -1]);
        Tensor loss = 1 - (overlap.Mul(2).Add(smooth) / total.Add(smooth));
        return scope.Keep(reduction switch { Reduction.Mean => loss.Mean(), Reduction.Sum => loss.Sum(), _ => loss });
    }
}
