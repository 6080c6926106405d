using VideoSeg.Model.Torch;
using Xunit;
using static VideoSeg.Model.Tests.Torch.Numbers;

namespace VideoSeg.Model.Tests.Torch;

public sealed class AutogradTests
{
    [Fact]
    public void Backward_OfAClosedForm_GivesItsDerivative()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Tensor.FromData([0.5f, -1f, 2f], [3]);
        x.RequiresGrad = true;

        // d/dx sum(x^2 exp(x)) = (2x + x^2) exp(x)
        (x.Pow(2) * x.Exp()).Sum().Backward();

        Tensor gradient = Assert.IsType<Tensor>(x.Grad());
        float[] expected = [.. new[] { 0.5f, -1f, 2f }.Select(v => ((2 * v) + (v * v)) * MathF.Exp(v))];
        AssertClose(expected, gradient.ToArray<float>(), 1e-5);
    }

    [Fact]
    public void Backward_Twice_Accumulates()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Tensor.Full([1], 3);
        x.RequiresGrad = true;

        x.Mul(x).Sum().Backward();
        x.Mul(x).Sum().Backward();

        Assert.Equal(12, x.Grad()!.Item());
        x.SetGrad(null);
        Assert.Null(x.Grad());
    }

    [Fact]
    public void Backward_ThroughANetwork_AgreesWithFiniteDifferences()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Noise([2, 2, 6, 6], 1);
        Tensor target = Noise([2, 1, 6, 6], 2).GreaterThan(0).To(ScalarType.Float32);
        Tensor[] parameters = [Noise([3, 2, 3, 3], 3), Noise([3], 4), Noise([3], 5).Add(1), Noise([3], 6), Noise([1, 3, 1, 1], 7)];
        foreach (Tensor parameter in parameters)
        {
            parameter.RequiresGrad = true;
        }

        Loss(x, target, parameters).Backward();

        const float step = 1e-2f;
        foreach (Tensor parameter in parameters)
        {
            float[] gradient = parameter.Grad()!.ToArray<float>();
            for (int i = 0; i < gradient.Length; i++)
            {
                using var inner = TensorScope.Enter();
                using IDisposable noGrad = Autograd.NoGrad();
                Span<float> values = parameter.AsSpan<float>();
                float value = values[i];
                values[i] = value + step;
                float above = Loss(x, target, parameters).Item();
                values[i] = value - step;
                float below = Loss(x, target, parameters).Item();
                values[i] = value;
                // The loss is of order 1 and smooth but for max pooling, the error of the difference about step squared.
                Assert.Equal((above - below) / (2 * step), gradient[i], 2e-3);
            }
        }
    }

    [Fact]
    public void Backward_ThroughBFloat16Convolutions_ReachesTheFloat32Weights()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Noise([2, 8, 12, 12], 1).Contiguous(MemoryFormat.ChannelsLast);
        Tensor weight = Noise([16, 8, 3, 3], 2).Div(8);
        Tensor ones = Tensor.Ones([2, 16, 12, 12]);
        weight.RequiresGrad = true;

        Functional.Conv2d(x, weight, padding: 1).Mul(ones).Sum().Backward();
        float[] expected = weight.Grad()!.ToArray<float>();
        weight.SetGrad(null);
        Tensor half = Functional.Conv2d(x.To(ScalarType.BFloat16), weight.To(ScalarType.BFloat16), padding: 1);
        half.To(ScalarType.Float32).Mul(ones).Sum().Backward();

        Assert.Equal(ScalarType.BFloat16, half.ScalarType);
        Assert.True(half.IsContiguous(MemoryFormat.ChannelsLast));
        Assert.Equal(ScalarType.Float32, weight.Grad()!.ScalarType);
        // Sums of 288 values up to 1, which spread by 10. Where they are summed in bf16 too, as on processors that do not multiply it, each addition to a
        // sum of 8 to 16 rounds by up to 2^-5: about sqrt(288) x 2^-5 = 0.5 altogether.
        Assert.True(expected.Average(value => value * value) > 25, "the sums must spread far more than they may differ");
        AssertClose(expected, weight.Grad()!.ToArray<float>(), 1.5);
    }

    [Fact]
    public void NoGrad_WhileOpen_RecordsNothing()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Tensor.Ones([1]);
        x.RequiresGrad = true;
        using (Autograd.NoGrad())
        {
            Assert.False(x.Mul(2).RequiresGrad);
            using (Autograd.EnableGrad())
            {
                Assert.True(x.Mul(2).RequiresGrad);
            }

            Assert.False(x.Mul(2).RequiresGrad);
        }

        Assert.True(x.Mul(2).RequiresGrad);
    }

    [Fact]
    public void InferenceMode_WhileOpen_RecordsNothing()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Tensor.Ones([1]);
        x.RequiresGrad = true;
        using (Autograd.InferenceMode())
        {
            Assert.False(x.Mul(2).RequiresGrad);
        }

        Assert.True(x.Mul(2).RequiresGrad);
    }

    [Fact]
    public void Guard_EndedOnAnotherThread_Throws()
    {
        using IDisposable guard = Autograd.NoGrad();
        Exception? thrown = null;
        var thread = new Thread(() => thrown = Record.Exception(guard.Dispose));
        thread.Start();
        thread.Join();

        Assert.IsType<InvalidOperationException>(thrown);
    }

    private static Tensor Loss(Tensor x, Tensor target, Tensor[] p)
    {
        Tensor y = Functional.Conv2d(x, p[0], p[1], padding: 1);
        y = Functional.BatchNorm(y, p[2], p[3], null, null, training: true);
        y = Functional.InterpolateNearest(Functional.AvgPool2d(y.Sigmoid(), 2), 6, 6);
        Tensor logits = Functional.Conv2d(y, p[4]);
        return Functional.BinaryCrossEntropyWithLogits(logits, target) + Functional.DiceLoss(logits.Sigmoid(), target);
    }
}
