using VideoSeg.Model.Torch;
using VideoSeg.Model.Training;
using Xunit;

namespace VideoSeg.Model.Tests.Training;

public class SegmentationLossTests
{
    [Fact]
    public void Compute_TwoImages_EqualsTheDefinition()
    {
        float[] logits = [-2, 0.5f, 3, -1, 0, 1, -0.3f, 2.2f];
        float[] target = [0, 1, 1, 0, 0, 0, 0, 0];
        using TensorScope scope = TensorScope.Enter();
        Tensor loss = SegmentationLoss.Compute(
            Tensor.FromData<float>(logits, [2, 1, 2, 2]), Tensor.FromData<float>(target, [2, 1, 2, 2]), new LossOptions { BinaryCrossEntropy = 0.5, Dice = 2 });

        double[] p = [.. logits.Select(x => 1 / (1 + Math.Exp(-x)))];
        double cross = Enumerable.Range(0, 8).Average(i => -((target[i] * Math.Log(p[i])) + ((1 - target[i]) * Math.Log(1 - p[i]))));
        double dice = Enumerable.Range(0, 2).Average(n =>
        {
            var range = Enumerable.Range(n * 4, 4).ToArray();
            return 1 - (((2 * range.Sum(i => p[i] * target[i])) + 1) / (range.Sum(i => p[i]) + range.Sum(i => target[i]) + 1));
        });
        Assert.Equal((0.5 * cross) + (2 * dice), loss.Item(), 5);
    }

    [Fact]
    public void Compute_SeveralOutputs_IsTheMeanOfTheirLosses()
    {
        using TensorScope scope = TensorScope.Enter();
        Tensor target = Tensor.FromData<float>([1, 0], [1, 1, 1, 2]);
        Tensor[] outputs = [.. new float[][] { [2, -1], [-3, 0.5f], [0, 0] }.Select(logits => Tensor.FromData<float>(logits, [1, 1, 1, 2]))];
        var options = new LossOptions();

        Assert.Equal(outputs.Average(output => SegmentationLoss.Compute(output, target, options).Item()), SegmentationLoss.Compute(outputs, target, options).Item(), 5);
        Assert.Equal(SegmentationLoss.Compute(outputs[1], target, options).Item(), SegmentationLoss.Compute(outputs[1..2], target, options).Item());
    }

    [Fact]
    public void Compute_PerfectPrediction_IsNearNoughtAndStillHasAGradient()
    {
        using TensorScope scope = TensorScope.Enter();
        Tensor logits = Tensor.FromData<float>([20, -20, -20, 20], [1, 1, 2, 2]);
        logits.RequiresGrad = true;
        Tensor loss = SegmentationLoss.Compute(logits, Tensor.FromData<float>([1, 0, 0, 1], [1, 1, 2, 2]), new LossOptions());
        loss.Backward();
        Assert.InRange(loss.Item(), 0, 1e-5);
        Assert.NotNull(logits.Grad());
    }
}
