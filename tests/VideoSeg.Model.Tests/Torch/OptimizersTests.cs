using VideoSeg.Model.Torch;
using Xunit;

namespace VideoSeg.Model.Tests.Torch;

public sealed class OptimizersTests
{
    private const int Steps = 7;

    [Fact]
    public void AdamW_OverSeveralSteps_AgreesWithPlainArithmetic()
    {
        const double rate = 0.05, beta1 = 0.9, beta2 = 0.99, epsilon = 1e-6, decay = 0.1;
        using var scope = TensorScope.Enter();
        (Tensor[] parameters, double[][] expected) = MakeParameters();
        Tensor[] first = [.. parameters.Select(p => Tensor.Zeros(p.Shape))];
        Tensor[] second = [.. parameters.Select(p => Tensor.Zeros(p.Shape))];
        double[][] m = [.. expected.Select(p => new double[p.Length])];
        double[][] v = [.. expected.Select(p => new double[p.Length])];

        for (int step = 1; step <= Steps; step++)
        {
            double[][] gradients = SetGradients(parameters, step);
            Optimizers.AdamW(parameters, first, second, step, rate / step, beta1, beta2, epsilon, decay);
            for (int k = 0; k < expected.Length; k++)
            {
                for (int i = 0; i < expected[k].Length; i++)
                {
                    double g = gradients[k][i];
                    m[k][i] = (beta1 * m[k][i]) + ((1 - beta1) * g);
                    v[k][i] = (beta2 * v[k][i]) + ((1 - beta2) * g * g);
                    expected[k][i] *= 1 - (rate / step * decay);
                    expected[k][i] -= rate / step * (m[k][i] / (1 - Math.Pow(beta1, step)))
                        / (Math.Sqrt(v[k][i] / (1 - Math.Pow(beta2, step))) + epsilon);
                }
            }
        }

        AssertClose(expected, parameters);
        AssertClose(m, first);
        AssertClose(v, second);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Sgd_OverSeveralSteps_AgreesWithPlainArithmetic(bool nesterov)
    {
        const double rate = 0.1, momentum = 0.8, decay = 0.05;
        using var scope = TensorScope.Enter();
        (Tensor[] parameters, double[][] expected) = MakeParameters();
        Tensor[] velocities = [.. parameters.Select(p => Tensor.Zeros(p.Shape))];
        double[][] velocity = [.. expected.Select(p => new double[p.Length])];

        for (int step = 1; step <= Steps; step++)
        {
            double[][] gradients = SetGradients(parameters, step);
            Optimizers.Sgd(parameters, velocities, rate, momentum, decay, nesterov);
            for (int k = 0; k < expected.Length; k++)
            {
                for (int i = 0; i < expected[k].Length; i++)
                {
                    double g = gradients[k][i] + (decay * expected[k][i]);
                    velocity[k][i] = (momentum * velocity[k][i]) + g;
                    expected[k][i] -= rate * (nesterov ? g + (momentum * velocity[k][i]) : velocity[k][i]);
                }
            }
        }

        AssertClose(expected, parameters);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(1000)]
    public void ClipGradNorm_OfAllGradients_ScalesThemToTheLimitAtMost(double limit)
    {
        using var scope = TensorScope.Enter();
        (Tensor[] parameters, _) = MakeParameters();
        double[][] gradients = SetGradients(parameters, 1);
        double norm = Math.Sqrt(gradients.Sum(g => g.Sum(x => x * x)));

        Tensor before = Optimizers.ClipGradNorm(parameters, limit);

        Assert.Equal(norm, before.Item(), 1e-4);
        double factor = Math.Min(1, limit / norm);
        AssertClose([.. gradients.Select(g => g.Select(x => x * factor).ToArray())], [.. parameters.Select(p => p.Grad()!)]);
    }

    [Theory]
    [InlineData(float.PositiveInfinity, 1)]
    [InlineData(float.NaN, 1)]
    [InlineData(float.NaN, double.PositiveInfinity)]
    public void ClipGradNorm_OneGradientNotFinite_LeavesNone(float bad, double limit)
    {
        using var scope = TensorScope.Enter();
        (Tensor[] parameters, _) = MakeParameters();
        SetGradients(parameters, 1);
        parameters[1].SetGrad(Tensor.FromData([bad], [1]));

        Tensor norm = Optimizers.ClipGradNorm(parameters, limit);

        Assert.False(float.IsFinite(norm.Item()));
        Assert.All(parameters, p => Assert.All(p.Grad()!.ToArray<float>(), value => Assert.Equal(0, value)));
    }

    [Fact]
    public void ClipGradNorm_WithoutLimit_ChangesNoBit()
    {
        using var scope = TensorScope.Enter();
        (Tensor[] parameters, _) = MakeParameters();
        SetGradients(parameters, 1);
        float[] before = parameters[0].Grad()!.ToArray<float>();

        Optimizers.ClipGradNorm(parameters, double.PositiveInfinity);

        Assert.Equal(before, parameters[0].Grad()!.ToArray<float>());
    }

    [Fact]
    public void Ema_OfTwoLists_MovesTheAverages()
    {
        using var scope = TensorScope.Enter();
        Tensor[] averages = [Tensor.Full([2], 1), Tensor.Full([1], -4)];
        Tensor[] values = [Tensor.Full([2], 3), Tensor.Full([1], 0)];

        Optimizers.Ema(averages, values, 0.75);

        Assert.Equal([1.5f, 1.5f], averages[0].ToArray<float>());
        Assert.Equal(-3, averages[1].Item());
    }

    [Fact]
    public void Step_WithoutGradient_LeavesTheParameter()
    {
        using var scope = TensorScope.Enter();
        (Tensor[] parameters, double[][] expected) = MakeParameters();
        SetGradients(parameters, 1);

        Optimizers.ZeroGrad(parameters);
        Optimizers.AdamW(parameters, [.. parameters], [.. parameters], 1, 0.1);

        Assert.Null(parameters[0].Grad());
        Assert.Equal(0, Optimizers.ClipGradNorm(parameters, 1).Item());
        AssertClose(expected, parameters);
    }

    [Fact]
    public void Step_WithListsOfDifferentLengths_Throws()
    {
        using Tensor tensor = Tensor.Zeros([1]);

        Assert.Throws<ArgumentException>(() => Optimizers.AdamW([tensor], [], [tensor], 1, 0.1));
        Assert.Throws<ArgumentException>(() => Optimizers.Ema([tensor], [], 0.5));
    }

    private static (Tensor[] Parameters, double[][] Values) MakeParameters()
    {
        float[][] values = [[0.5f, -1f, 2f, 0.25f], [3f]];
        Tensor[] parameters = [Tensor.FromData(values[0], [2, 2]), Tensor.FromData(values[1], [1])];
        foreach (Tensor parameter in parameters)
        {
            parameter.RequiresGrad = true;
        }

        return (parameters, [.. values.Select(row => row.Select(x => (double)x).ToArray())]);
    }

    private static double[][] SetGradients(Tensor[] parameters, int step)
    {
        var all = new double[parameters.Length][];
        for (int k = 0; k < parameters.Length; k++)
        {
            float[] gradient = [.. Enumerable.Range(0, (int)parameters[k].ElementCount).Select(i => MathF.Sin((7 * step) + (3 * i) + k))];
            parameters[k].SetGrad(Tensor.FromData(gradient, parameters[k].Shape));
            all[k] = [.. gradient.Select(x => (double)x)];
        }

        return all;
    }

    private static void AssertClose(double[][] expected, Tensor[] actual)
    {
        for (int k = 0; k < expected.Length; k++)
        {
            float[] values = actual[k].ToArray<float>();
            for (int i = 0; i < values.Length; i++)
            {
                Assert.Equal(expected[k][i], values[i], 1e-5);
            }
        }
    }
}
