using VideoSeg.Model.Torch;
using Xunit;
using static VideoSeg.Model.Tests.Torch.Numbers;

namespace VideoSeg.Model.Tests.Torch;

public sealed class LossTests
{
    [Fact]
    public void BinaryCrossEntropy_OfLogits_AgreesWithTheFormula()
    {
        using var scope = TensorScope.Enter();
        float[] logits = [0, 2, -3, 200];
        float[] targets = [0.5f, 1, 0.25f, 0];
        float[] expected = [.. logits.Zip(targets, (x, t) => (float)(Math.Max(x, 0) - (x * t) + Math.Log(1 + Math.Exp(-Math.Abs(x)))))];
        Tensor x = Tensor.FromData(logits, [4]);
        Tensor t = Tensor.FromData(targets, [4]);

        AssertTensor([4], expected, Functional.BinaryCrossEntropyWithLogits(x, t, Reduction.None));
        AssertTensor([], [expected.Sum()], Functional.BinaryCrossEntropyWithLogits(x, t, Reduction.Sum), 1e-4);
        AssertTensor([], [expected.Sum() / 4], Functional.BinaryCrossEntropyWithLogits(x, t), 1e-4);
    }

    [Fact]
    public void CrossEntropy_OfClasses_AgreesWithTheFormulaAndLeavesOutTheIgnored()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Tensor.FromData([1f, 0, 3, 2, 0, 3], [1, 2, 1, 3]);
        Tensor target = Tensor.FromData([1L, 0, 255], [1, 1, 3]);
        float first = MathF.Log(MathF.Exp(1) + MathF.Exp(2)) - 2;
        float second = MathF.Log(2);

        AssertTensor([1, 1, 3], [first, second, 0], Functional.CrossEntropy(x, target, Reduction.None, ignoreIndex: 255));
        AssertTensor([], [(first + second) / 2], Functional.CrossEntropy(x, target, ignoreIndex: 255));
    }

    [Fact]
    public void DiceLoss_OfTwoPictures_IsOneForEach()
    {
        using var scope = TensorScope.Enter();
        Tensor p = Tensor.FromData([1f, 0, 1, 0, 0, 0, 0, 0], [2, 1, 2, 2]);
        Tensor t = Tensor.FromData([1f, 1, 0, 0, 0, 0, 0, 0], [2, 1, 2, 2]);

        // The first: 1 - (2 x 1 + 1) / (2 + 2 + 1); the second is empty on both sides: no loss.
        AssertTensor([2, 1], [0.4f, 0], Functional.DiceLoss(p, t, reduction: Reduction.None));
        AssertTensor([], [0.2f], Functional.DiceLoss(p, t));
    }
}
