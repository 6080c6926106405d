using VideoSeg.Model.Training;
using Xunit;

namespace VideoSeg.Model.Tests.Training;

public class TrainingPlanTests
{
    private readonly TrainingPlan _plan = new(
        [new TrainingStage { Epochs = 2, Size = 64, Batch = 4 }, new TrainingStage { Epochs = 1, Size = 128, Batch = 8 }], samples: 21);

    [Fact]
    public void Steps_RestBelowHalfABatch_IsLeftOut()
    {
        Assert.Equal(5, _plan.Steps(0)); // 21 = 5 x 4 + 1
        Assert.Equal(3, _plan.Steps(2)); // 21 = 2 x 8 + 5
    }

    [Fact]
    public void Batch_AllStepsOfAnEpoch_UseEachSampleOnce()
    {
        int[] order = _plan.Order(seed: 1, epoch: 2);
        var used = Enumerable.Range(0, 3).SelectMany(step => _plan.Batch(order, 2, step).ToArray());
        Assert.Equal(Enumerable.Range(0, 21), used.Order());
    }

    [Fact]
    public void StageEpochs_OfAnyEpoch_AreItsStages()
    {
        Assert.Equal((0, 2), _plan.StageEpochs(0));
        Assert.Equal((0, 2), _plan.StageEpochs(1));
        Assert.Equal((2, 3), _plan.StageEpochs(2));
    }

    [Fact]
    public void Order_OfAnotherEpochOrSeed_IsAnother()
    {
        Assert.Equal(_plan.Order(1, 0), _plan.Order(1, 0));
        Assert.NotEqual(_plan.Order(1, 0), _plan.Order(1, 1));
        Assert.NotEqual(_plan.Order(1, 0), _plan.Order(2, 0));
    }

    [Fact]
    public void RemainingPixels_AtTheEnd_IsNought()
    {
        Assert.Equal(21 * 128.0 * 128.0, _plan.RemainingPixels(2, 0), 6);
        Assert.Equal(5 * 128.0 * 128.0 + (3 * 128.0 * 128.0), _plan.RemainingPixels(2, 2), 6);
        Assert.Equal(0, _plan.RemainingPixels(3, 0));
    }

    [Fact]
    public void Progress_LateStageOfHighResolution_IsWorthItsPixels()
    {
        Assert.Equal(0, _plan.Progress(0, 0), 12);
        Assert.Equal(2 * 20 * 64 * 64 / (double)((2 * 20 * 64 * 64) + (21 * 128 * 128)), _plan.Progress(2, 0), 12); // 20: the rest is left out
        Assert.Equal(1, _plan.Progress(3, 0), 12);
    }
}
