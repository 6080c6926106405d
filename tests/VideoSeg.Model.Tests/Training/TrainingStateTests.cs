using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Training;
using VideoSeg.Model.Weights;
using Xunit;

namespace VideoSeg.Model.Tests.Training;

public sealed class TrainingStateTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void ApplyGradients_OneNotFinite_SkipsAndCountsTheStep(double limit)
    {
        using TensorScope scope = TensorScope.Enter();
        using TrainingState state = Create(limit);
        float[] before = state.Network.Parameters[0].Value.ToArray<float>();
        SetGradients(state, 0.01f);
        state.Network.Parameters[3].Value.SetGrad(Tensor.Full(state.Network.Parameters[3].Value.Shape, double.PositiveInfinity));

        state.ApplyGradients(learningRate: 0.1);

        Assert.Equal(1, state.SkippedSteps.Item());
        Assert.Equal(before, state.Network.Parameters[0].Value.ToArray<float>());
        Assert.True(state.Save().Count > 0); // which refuses what is not finite

        SetGradients(state, 0.01f);
        state.ApplyGradients(learningRate: 0.1);

        Assert.Equal(1, state.SkippedSteps.Item());
        Assert.NotEqual(before, state.Network.Parameters[0].Value.ToArray<float>());
    }

    [Fact]
    public void Save_AWeightThatIsNotFinite_NamesIt()
    {
        using TensorScope scope = TensorScope.Enter();
        using TrainingState state = Create(limit: 1);
        using (Autograd.NoGrad())
        {
            state.Network.Parameters[3].Value.Fill_(double.NaN);
        }

        var fault = Assert.Throws<VideoSegException>(() => state.Save());
        Assert.Contains(state.Network.Parameters[3].Name, fault.Message);
        Assert.Contains("learning_rate", fault.Message);
    }

    [Fact]
    public void Load_CheckpointOfOldWithoutSkippedSteps_IsAccepted()
    {
        using TensorScope scope = TensorScope.Enter();
        using TrainingState state = Create(limit: 1);
        Dictionary<string, WeightTensor> tensors = state.Save();
        Assert.True(tensors.Remove("skipped_steps"));

        state.Load(new WeightSet(tensors), step: 9);

        Assert.Equal(9, state.Step);
        tensors.Remove("loss_sum");
        Assert.Throws<VideoSegException>(() => state.Load(new WeightSet(tensors), step: 9));
    }

    private static TrainingState Create(double limit)
    {
        NetworkGraph graph = ArchitectureCatalog.Build("resunetpp", classes: 1);
        var config = new TrainingConfig
        {
            Name = "state",
            Data = [new DataSource { Images = "i", Masks = "m" }],
            Stages = [new TrainingStage { Epochs = 1, Size = 32, Batch = 4 }],
            Optimizer = new OptimizerOptions { ClipGradientNorm = limit, WeightDecay = 0 },
        };
        return new TrainingState(graph, WeightInitializer.Create(graph, seed: 1), config, Device.Cpu);
    }

    private static void SetGradients(TrainingState state, float value)
    {
        foreach (var (_, parameter) in state.Network.Parameters)
        {
            parameter.SetGrad(Tensor.Full(parameter.Shape, value));
        }
    }
}
