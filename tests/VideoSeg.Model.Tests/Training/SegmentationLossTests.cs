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

    [Theory]
    [InlineData(1.0)]
    [InlineData(0.75)]
    public void Compute_Tversky_EqualsTheDefinition(double exponent)
    {
        float[] logits = [-2, 0.5f, 3, -1, 0, 1, -0.3f, 2.2f], target = [0, 1, 1, 0, 0, 0, 0, 1];
        var options = new LossOptions { BinaryCrossEntropy = 0, Dice = 0, Tversky = 2, TverskyAlpha = 0.2, TverskyBeta = 0.9, TverskyExponent = exponent };
        using TensorScope scope = TensorScope.Enter();
        Tensor loss = SegmentationLoss.Compute(Tensor.FromData<float>(logits, [2, 1, 2, 2]), Tensor.FromData<float>(target, [2, 1, 2, 2]), options);

        double expected = Enumerable.Range(0, 2).Average(n =>
        {
            double both = 0, falsely = 0, missed = 0;
            for (int i = n * 4; i < (n + 1) * 4; i++)
            {
                double p = 1 / (1 + Math.Exp(-logits[i]));
                (both, falsely, missed) = (both + (p * target[i]), falsely + (p * (1 - target[i])), missed + ((1 - p) * target[i]));
            }

            return Math.Pow(1 - ((both + 1) / (both + (0.2 * falsely) + (0.9 * missed) + 1)), exponent);
        });
        Assert.Equal(2 * expected, loss.Item(), 5);
    }

    [Fact]
    public void Compute_BoundaryWeight_CountsPixelsNearTheBoundaryMore()
    {
        // One row of 8, repeated: polyp in columns 4 to 7. With a window of 3 the columns 3 and 4 have means 1/3 and 2/3, and weigh 1 + 6/3.
        float[] target = [.. Enumerable.Range(0, 64).Select(i => i % 8 < 4 ? 0f : 1f)], logits = [.. Enumerable.Range(0, 64).Select(i => (i % 8) - 2.5f)];
        var options = new LossOptions { Dice = 0, BoundaryWeight = 6, BoundaryWidth = 1 };
        using TensorScope scope = TensorScope.Enter();
        Tensor loss = SegmentationLoss.Compute(Tensor.FromData<float>(logits, [1, 1, 8, 8]), Tensor.FromData<float>(target, [1, 1, 8, 8]), options);

        double sum = 0, weights = 0;
        for (int i = 0; i < 8; i++)
        {
            double weight = i is 3 or 4 ? 3 : 1, p = 1 / (1 + Math.Exp(-logits[i]));
            sum -= weight * Math.Log(i < 4 ? 1 - p : p);
            weights += weight;
        }

        Assert.Equal(sum / weights, loss.Item(), 4);
    }

    [Fact]
    public void ComputeSoft_OfAMaskAsProbabilities_IsTheLossAgainstTheMask()
    {
        using TensorScope scope = TensorScope.Enter();
        var options = new LossOptions { BinaryCrossEntropy = 0.4, Dice = 1.2, Tversky = 0.3 };
        Tensor one = Tensor.FromData<float>([-2, 0.5f, 3, -1], [1, 1, 2, 2]), mask = Tensor.FromData<float>([0, 1, 1, 0], [1, 1, 2, 2]);
        Assert.Equal(SegmentationLoss.Compute(one, mask, options).Item(), SegmentationLoss.ComputeSoft(one, mask, options).Item(), 5);

        Tensor three = Tensor.FromData<float>([1, -0.5f, 0.3f, 2, -1, 0.2f], [1, 3, 1, 2]), classes = Tensor.FromData<float>([2, 0], [1, 1, 1, 2]);
        Tensor shares = Tensor.FromData<float>([0, 1, 0, 0, 1, 0], [1, 3, 1, 2]);
        Assert.Equal(SegmentationLoss.Compute(three, classes, options).Item(), SegmentationLoss.ComputeSoft(three, shares, options).Item(), 5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void ComputeSoft_OfWhatTheTeacherSays_IsNoughtWithoutASlope(int classes)
    {
        using TensorScope scope = TensorScope.Enter();
        Tensor logits = Tensor.FromData<float>([.. Enumerable.Range(0, 4 * classes).Select(i => (i % 5 * 0.4f) - 1)], [1, classes, 2, 2]);
        Tensor taught = ClassProbabilities.Of(logits);
        logits.RequiresGrad = true;
        Tensor loss = SegmentationLoss.ComputeSoft(logits, taught, new LossOptions { BinaryCrossEntropy = 0, Dice = 1, Tversky = 1, TverskyAlpha = 0.5, TverskyBeta = 0.5 });
        loss.Backward();
        Assert.InRange(loss.Item(), -1e-6, 1e-6);
        Assert.All(logits.Grad()!.ToArray<float>(), slope => Assert.InRange(slope, -1e-6f, 1e-6f));
    }

    [Fact]
    public void ComputeSoft_SurerThanTheTeacher_CostsMore()
    {
        using TensorScope scope = TensorScope.Enter();
        Tensor taught = Tensor.Full([1, 1, 4, 4], 0.6);
        foreach (LossOptions options in (LossOptions[])[new() { BinaryCrossEntropy = 0 }, new() { BinaryCrossEntropy = 0, Dice = 0, Tversky = 1 }])
        {
            // Logit of 0.6 and of nearly 1.
            Assert.InRange(SegmentationLoss.ComputeSoft(Tensor.Full([1, 1, 4, 4], 0.405465), taught, options).Item(), -1e-5, 1e-5);
            Assert.InRange(SegmentationLoss.ComputeSoft(Tensor.Full([1, 1, 4, 4], 12), taught, options).Item(), 0.05, 1);
        }
    }

    [Fact]
    public void ComputeWithAuxiliaries_IsTheMainLossPlusTheWeightedMeanOfTheOthersEnlarged()
    {
        using TensorScope scope = TensorScope.Enter();
        var options = new LossOptions { Tversky = 0.3 };
        Tensor target = Tensor.FromData<float>([.. Enumerable.Range(0, 16).Select(i => i % 3 == 0 ? 1f : 0f)], [1, 1, 4, 4]);
        Tensor main = Tensor.FromData<float>([.. Enumerable.Range(0, 16).Select(i => (i * 0.2f) - 1)], [1, 1, 4, 4]);

        // Enlarged, planes of one value stay such.
        Tensor one = Tensor.Full([1, 1, 2, 2], 0.7), other = Tensor.Full([1, 1, 1, 1], -1.5);
        double Own(Tensor logits) => SegmentationLoss.Compute(logits, target, options).Item();
        double expected = Own(main) + (0.4 * (Own(Tensor.Full([1, 1, 4, 4], 0.7)) + Own(Tensor.Full([1, 1, 4, 4], -1.5))) / 2);
        Assert.Equal(expected, SegmentationLoss.ComputeWithAuxiliaries([main, one, other], target, options, weight: 0.4).Item(), 5);
    }
}
