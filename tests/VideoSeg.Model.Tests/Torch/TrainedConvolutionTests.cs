using VideoSeg.Model.Torch;
using Xunit;
using static VideoSeg.Model.Tests.Torch.Numbers;

namespace VideoSeg.Model.Tests.Torch;

/// <summary>
/// Convolutions that gradients are asked of, against their definition in float64: on processors with AVX2 these are our own, elsewhere libtorch's. With
/// AVX-512 the process for AVX2 of <see cref="OneDnn.LesserProcessorTests"/> runs ours.
/// </summary>
public sealed class TrainedConvolutionTests
{
    /// <summary>What makes libtorch, and us, do with less than the processor has.</summary>
    public const string Variable = "ATEN_CPU_CAPABILITY";

    /// <summary>A share of the largest value. Transforms of numbers up to 8 times as large cost some bits.</summary>
    private const double Bound = 2e-4;

    [Theory]
    // By Winograd's minimal filtering: tiles that hang over, several to a strip, parts of a row, many channels.
    [InlineData(2, 16, 16, 13, 11, 3, 1)]
    [InlineData(1, 32, 48, 7, 30, 3, 1)]
    [InlineData(3, 80, 32, 33, 65, 3, 1)]
    [InlineData(2, 256, 64, 17, 16, 3, 1)]
    [InlineData(3, 64, 272, 12, 20, 3, 1)]
    [InlineData(1, 272, 16, 9, 300, 3, 1)]
    // Product by product: any number of channels, kernels wider than the picture, phases without a row.
    [InlineData(2, 3, 5, 9, 10, 3, 1)]
    [InlineData(1, 7, 1, 6, 5, 1, 1)]
    [InlineData(2, 20, 40, 12, 19, 1, 1)]
    [InlineData(2, 12, 20, 31, 13, 3, 6)]
    [InlineData(1, 8, 9, 7, 5, 3, 12)]
    [InlineData(1, 24, 33, 20, 21, 5, 3)]
    [InlineData(3, 320, 17, 4, 70, 3, 1)]
    public void ValueAndGradients_AreThoseOfTheDefinition(int pictures, int inputs, int outputs, int height, int width, int side, int dilation)
    {
        var sizes = new Sizes(pictures, inputs, outputs, height, width, side, dilation);
        float[][] ours = Compute(sizes);
        double[][] truth = Define(sizes);
        for (int i = 0; i < ours.Length; i++)
        {
            double largest = truth[i].Max(Math.Abs);
            Assert.True(largest > 0);
            AssertClose([.. truth[i].Select(value => (float)value)], ours[i], Bound * largest);
        }
    }

    [Theory]
    [InlineData(32, 1)]
    [InlineData(20, 2)]
    public void Gradients_TwiceOfTheSame_AreTheSameToTheBit(int channels, int dilation)
    {
        var sizes = new Sizes(3, channels, channels, 40, 37, 3, dilation);
        Assert.Equal(Compute(sizes), Compute(sizes));
    }

    [Fact]
    public void Gradients_OfTheKernelsAlone_LeaveTheRestWithout()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Noise([1, 16, 12, 12], 1), weight = Noise([16, 16, 3, 3], 2);
        weight.RequiresGrad = true;
        Functional.Conv2d(x, weight, padding: 1).Sum().Backward();
        Assert.NotNull(weight.Grad());
        Assert.Null(x.Grad());
    }

    [Fact]
    public void Convolution_OfPicturesWhoseValuesDoNotLieAsPlanes_IsRightToo()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Noise([1, 12, 14, 16], 1), weight = Noise([16, 16, 3, 3], 2);
        weight.RequiresGrad = true;
        Tensor turned = x.Permute(0, 3, 1, 2);
        Tensor planes = Tensor.FromData(turned.ToArray<float>(), turned.Shape);
        float[] expected = Functional.Conv2d(planes, weight, padding: 1).Detach().ToArray<float>();
        AssertClose(expected, Functional.Conv2d(turned, weight, padding: 1).Detach().ToArray<float>(), 1e-4);
    }

    /// <summary>The outputs, and the gradients of inputs, kernels and bias from gradients of the outputs that all differ.</summary>
    private static float[][] Compute(Sizes s)
    {
        using var scope = TensorScope.Enter();
        Tensor[] given = [Noise(s.Input, 1), Noise(s.Kernels, 2), Noise([s.Outputs], 3)];
        foreach (Tensor one in given)
        {
            one.RequiresGrad = true;
        }

        Tensor y = Functional.Conv2d(given[0], given[1], given[2], padding: s.Padding, dilation: s.Dilation);
        y.Mul(Noise(s.Output, 4)).Sum().Backward();
        return [y.Detach().ToArray<float>(), .. given.Select(one => one.Grad()!.ToArray<float>())];
    }

    /// <summary>The same numbers, tap by tap.</summary>
    private static double[][] Define(Sizes s)
    {
        float[] x, weight, bias, gradient;
        using (var scope = TensorScope.Enter())
        {
            x = Noise(s.Input, 1).ToArray<float>();
            weight = Noise(s.Kernels, 2).ToArray<float>();
            bias = Noise([s.Outputs], 3).ToArray<float>();
            gradient = Noise(s.Output, 4).ToArray<float>();
        }

        double[] y = new double[gradient.Length], ofX = new double[x.Length], ofWeight = new double[weight.Length], ofBias = new double[bias.Length];
        for (int to = 0; to < y.Length; to++)
        {
            int column = to % s.Width, row = to / s.Width % s.Height, output = to / s.Width / s.Height % s.Outputs, picture = to / s.Width / s.Height / s.Outputs;
            y[to] += bias[output];
            ofBias[output] += gradient[to];
            for (int tap = 0; tap < s.Side * s.Side; tap++)
            {
                int top = row + (tap / s.Side * s.Dilation) - s.Padding, left = column + (tap % s.Side * s.Dilation) - s.Padding;
                if (top < 0 || left < 0 || top >= s.Height || left >= s.Width)
                {
                    continue;
                }

                for (int input = 0; input < s.Inputs; input++)
                {
                    int from = ((((picture * s.Inputs) + input) * s.Height) + top) * s.Width + left, kernel = (((output * s.Inputs) + input) * s.Side * s.Side) + tap;
                    y[to] += (double)x[from] * weight[kernel];
                    ofX[from] += (double)gradient[to] * weight[kernel];
                    ofWeight[kernel] += (double)gradient[to] * x[from];
                }
            }
        }

        return [y, ofX, ofWeight, ofBias];
    }

    private sealed record Sizes(int Pictures, int Inputs, int Outputs, int Height, int Width, int Side, int Dilation)
    {
        public int Padding => Side / 2 * Dilation;

        public long[] Input => [Pictures, Inputs, Height, Width];

        public long[] Output => [Pictures, Outputs, Height, Width];

        public long[] Kernels => [Outputs, Inputs, Side, Side];
    }
}
