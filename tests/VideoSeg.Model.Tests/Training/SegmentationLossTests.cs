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

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Compute_SeveralClasses_EqualsTheDefinition(bool weighted)
    {
        // Two pictures of two pixels, three classes: [N, K, 1, 2]. The second picture has no class 2.
        float[] logits = [1, -0.5f, 0.3f, 2, -1, 0.2f, 0.7f, 0, 1.5f, -2, 0.1f, 0.4f];
        float[] target = [0, 2, 1, 0];
        double[] weights = weighted ? [0.5, 2, 3] : [1, 1, 1];
        var options = new LossOptions { BinaryCrossEntropy = 0.7, Dice = 1.5, ClassWeights = weighted ? [.. weights] : [] };
        using TensorScope scope = TensorScope.Enter();
        Tensor loss = SegmentationLoss.Compute(Tensor.FromData<float>(logits, [2, 3, 1, 2]), Tensor.FromData<float>(target, [2, 1, 1, 2]), options);

        double Share(int n, int k, int i)
        {
            double sum = Enumerable.Range(0, 3).Sum(c => Math.Exp(logits[(n * 6) + (c * 2) + i]));
            return Math.Exp(logits[(n * 6) + (k * 2) + i]) / sum;
        }

        double cross = 0, total = 0, dice = 0;
        for (int n = 0; n < 2; n++)
        {
            for (int i = 0; i < 2; i++)
            {
                int k = (int)target[(n * 2) + i];
                cross -= weights[k] * Math.Log(Share(n, k, i));
                total += weights[k];
            }

            for (int k = 1; k < 3; k++)
            {
                double overlap = 0, shares = 0, truth = 0;
                for (int i = 0; i < 2; i++)
                {
                    double t = target[(n * 2) + i] == k ? 1 : 0;
                    (overlap, shares, truth) = (overlap + (t * Share(n, k, i)), shares + Share(n, k, i), truth + t);
                }

                dice += (1 - (((2 * overlap) + 1) / (shares + truth + 1))) / 4;
            }
        }

        Assert.Equal((0.7 * cross / total) + (1.5 * dice), loss.Item(), 5);
    }

    [Fact]
    public void Compute_BackgroundAndOneClass_SeesTheClass()
    {
        using TensorScope scope = TensorScope.Enter();
        Tensor right = Tensor.FromData<float>([20, -20, -20, 20], [1, 2, 1, 2]), target = Tensor.FromData<float>([0, 1], [1, 1, 1, 2]);
        Assert.InRange(SegmentationLoss.Compute(right, target, new LossOptions()).Item(), 0, 1e-5);
        Assert.InRange(SegmentationLoss.Compute(right, 1 - target, new LossOptions()).Item(), 20, 50);
    }
}
