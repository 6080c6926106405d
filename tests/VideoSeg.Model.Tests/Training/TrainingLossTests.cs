using VideoSeg.Model.Torch;
using VideoSeg.Model.Training;
using Xunit;

namespace VideoSeg.Model.Tests.Training;

public class TrainingLossTests
{
    [Theory]
    [InlineData(0.3)]
    [InlineData(1)]
    public void Of_SeveralHeadsWithTeachers_TeachesEachOfThem(double weight)
    {
        using TensorScope scope = TensorScope.Enter();
        TrainingConfig config = Config(weight);
        Tensor target = Tensor.FromData<float>([1, 0, 0, 1], [1, 1, 2, 2]), taught = Tensor.FromData<float>([0.9f, 0.2f, 0.4f, 0.6f], [1, 1, 2, 2]);
        Tensor[] heads = [Logits(0.5f), Logits(-1)];

        Tensor loss = TrainingLoss.Of(heads, target, taught, config);
        loss.Backward();

        double truth = SegmentationLoss.Compute(heads, target, config.Loss).Item(), soft = heads.Average(head => SegmentationLoss.ComputeSoft(head, taught, config.Loss).Item());
        Assert.Equal(((1 - weight) * truth) + (weight * soft), loss.Item(), 5);
        Assert.All(heads, head => Assert.Contains(head.Grad()!.ToArray<float>(), slope => Math.Abs(slope) > 1e-3));
        Assert.Equal(truth, TrainingLoss.Of(heads, target, taught: null, config).Item(), 5);
    }

    [Fact]
    public void Of_HeadsThatAreDropped_LearnFromTheTruthAlone()
    {
        using TensorScope scope = TensorScope.Enter();
        TrainingConfig config = Config(weight: 0.3) with { DeepSupervision = 0.4 };
        Tensor target = Tensor.FromData<float>([1, 0, 0, 1], [1, 1, 2, 2]), taught = Tensor.Full([1, 1, 2, 2], 0.5);
        Tensor[] outputs = [Logits(0.5f), Logits(-1), Logits(2)];
        double truth = SegmentationLoss.ComputeWithAuxiliaries(outputs, target, config.Loss, 0.4).Item(), soft = SegmentationLoss.ComputeSoft(outputs[0], taught, config.Loss).Item();
        Assert.Equal((0.7 * truth) + (0.3 * soft), TrainingLoss.Of(outputs, target, taught, config).Item(), 5);
    }

    private static TrainingConfig Config(double weight) => new()
    {
        Name = "loss", Data = [], Stages = [], Distillation = new DistillationOptions { Weight = weight },
    };

    private static Tensor Logits(float shift)
    {
        Tensor logits = Tensor.FromData<float>([shift, 0.3f + shift, -shift, 2 * shift], [1, 1, 2, 2]);
        logits.RequiresGrad = true;
        return logits;
    }
}
