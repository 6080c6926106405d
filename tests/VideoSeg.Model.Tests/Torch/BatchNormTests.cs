using VideoSeg.Model.Torch;
using Xunit;
using static VideoSeg.Model.Tests.Torch.Numbers;

namespace VideoSeg.Model.Tests.Torch;

public sealed class BatchNormTests
{
    [Fact]
    public void BatchNorm_InTraining_NormalisesByTheBatchAndMovesTheRunningStatistics()
    {
        using var scope = TensorScope.Enter();
        // Channel 0: mean 2, variance 5/2 (biased), 10/3 (unbiased).
        Tensor x = Tensor.FromData([0f, 1, 3, 4, 5, 5, 5, 5], [1, 2, 2, 2]);
        Tensor mean = Tensor.FromData([10f, 0], [2]);
        Tensor variance = Tensor.FromData([1f, 1], [2]);

        Tensor y = Functional.BatchNorm(
            x, Tensor.FromData([2f, 1], [2]), Tensor.FromData([1f, 7], [2]), mean, variance, training: true, momentum: 0.5, eps: 0);

        float scale = 2 / MathF.Sqrt(2.5f);
        AssertClose([1 - (2 * scale), 1 - scale, 1 + scale, 1 + (2 * scale)], y.ToArray<float>()[..4], 1e-5);
        AssertTensor([2], [6, 2.5f], mean);
        AssertTensor([2], [0.5f + (5f / 3), 0.5f], variance);
    }

    [Fact]
    public void BatchNorm_InEvaluation_NormalisesByTheRunningStatistics()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Tensor.FromData([3f, 5], [1, 1, 1, 2]);

        Tensor y = Functional.BatchNorm(
            x, Tensor.Full([1], 3), Tensor.Full([1], 1), Tensor.Full([1], 1), Tensor.Full([1], 4), training: false, eps: 0);

        AssertTensor([1, 1, 1, 2], [4, 7], y);
    }

    [Theory]
    [InlineData(MemoryFormat.Contiguous)]
    [InlineData(MemoryFormat.ChannelsLast)]
    public void BatchNorm_OfBFloat16WithFloat32Parameters_AgreesWithFloat32(MemoryFormat format)
    {
        using var scope = TensorScope.Enter();
        Tensor half = Noise([4, 8, 10, 10], 1).Contiguous(format).To(ScalarType.BFloat16);
        Tensor upstream = Noise([4, 8, 10, 10], 2).To(ScalarType.BFloat16);
        Result expected = Run(half.To(ScalarType.Float32), upstream.To(ScalarType.Float32));
        Result actual = Run(half, upstream);

        Assert.Equal(ScalarType.BFloat16, actual.Output.ScalarType);
        Assert.Equal(ScalarType.BFloat16, actual.InputGradient.ScalarType);
        Assert.Equal(ScalarType.Float32, actual.WeightGradient.ScalarType);
        Assert.True(actual.Output.IsContiguous(format));
        // Values up to 5 have steps of 2^-5 in bfloat16; the channels-last kernel rounds on the way too. Sums stay in float32.
        AssertClose(Values(expected.Output), Values(actual.Output), 0.05);
        AssertClose(Values(expected.InputGradient), Values(actual.InputGradient), 0.05);
        AssertClose(Values(expected.WeightGradient), Values(actual.WeightGradient), 1e-3);
        AssertClose(Values(expected.RunningMean), Values(actual.RunningMean), 1e-6);
        AssertClose(Values(expected.RunningVar), Values(actual.RunningVar), 1e-6);
    }

    private static Result Run(Tensor x, Tensor upstream)
    {
        Tensor leaf = x.Detach();
        Tensor weight = Noise([8], 3).Add(1.5);
        Tensor bias = Noise([8], 4);
        Tensor mean = Tensor.Zeros([8]);
        Tensor variance = Tensor.Ones([8]);
        leaf.RequiresGrad = true;
        weight.RequiresGrad = true;
        bias.RequiresGrad = true;
        Tensor y = Functional.BatchNorm(leaf, weight, bias, mean, variance, training: true);
        y.Backward(upstream);
        return new Result(y.Detach(), leaf.Grad()!, weight.Grad()!, mean, variance);
    }

    private static float[] Values(Tensor tensor) => tensor.To(ScalarType.Float32).ToArray<float>();

    private sealed record Result(Tensor Output, Tensor InputGradient, Tensor WeightGradient, Tensor RunningMean, Tensor RunningVar);
}
