using VideoSeg.Model.Torch;
using Xunit;
using static VideoSeg.Model.Tests.Torch.Numbers;

namespace VideoSeg.Model.Tests.Torch;

public sealed class FunctionalTests
{
    private static readonly float[] OneToNine = [1, 2, 3, 4, 5, 6, 7, 8, 9];

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(2, 0, 1)]
    [InlineData(1, 2, 2)]
    public void Conv2dRelu_EqualsItsParts(long stride, long padding, long dilation)
    {
        using var scope = TensorScope.Enter();
        Tensor x = Noise([2, 3, 9, 8], 1), weight = Noise([4, 3, 3, 3], 2), bias = Noise([4], 3);
        Tensor plain = Functional.Conv2d(x, weight, bias, stride, padding, dilation);
        Tensor addend = Noise(plain.Shape, 4);
        float[] given = addend.ToArray<float>();
        AssertTensor(plain.Shape, plain.Relu().ToArray<float>(), Functional.Conv2dRelu(x, weight, bias, null, stride, padding, dilation));
        AssertTensor(plain.Shape, plain.Add(addend).Relu().ToArray<float>(), Functional.Conv2dRelu(x, weight, bias, addend, stride, padding, dilation));
        Assert.Equal(given, addend.ToArray<float>());
    }

    [Fact]
    public void Conv2d_WithPaddingAndBias_SumsTheNeighbours()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Tensor.FromData(OneToNine, [1, 1, 3, 3]);

        Tensor y = Functional.Conv2d(x, Tensor.Ones([1, 1, 3, 3]), Tensor.Full([1], 100), padding: 1);

        AssertTensor([1, 1, 3, 3], [112, 121, 116, 127, 145, 133, 124, 139, 128], y);
    }

    [Fact]
    public void Conv2d_WithStrideAndDilation_PicksTheTaps()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Tensor.FromData(OneToNine, [1, 1, 3, 3]);
        Tensor corners = Functional.Conv2d(x, Tensor.Ones([1, 1, 2, 2]), dilation: 2);
        Tensor strided = Functional.Conv2d(x, Tensor.Ones([1, 1, 1, 1]), stride: 2);

        AssertTensor([1, 1, 1, 1], [20], corners);
        AssertTensor([1, 1, 2, 2], [1, 3, 7, 9], strided);
    }

    [Fact]
    public void Conv2d_InGroupsWithAHorizontalKernel_BlursEachChannelAlone()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Tensor.FromData([0f, 4, 0, 0, 8, 0], [1, 2, 1, 3]);
        Tensor kernel = Tensor.FromData([0.25f, 0.5f, 0.25f, 0.25f, 0.5f, 0.25f], [2, 1, 1, 3]);

        Tensor y = Functional.Conv2d(x, kernel, null, stride: (1, 1), padding: (0, 1), dilation: (1, 1), groups: 2);

        AssertTensor([1, 2, 1, 3], [1, 2, 1, 2, 4, 2], y);
    }

    [Fact]
    public void ConvTranspose2d_WithStrideTwo_PaintsTheKernelForEachPixel()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Tensor.FromData([1f, 2], [1, 1, 1, 2]);
        Tensor kernel = Tensor.FromData([1f, 10, 100, 1000], [1, 1, 2, 2]);

        AssertTensor([1, 1, 2, 4], [1, 10, 2, 20, 100, 1000, 200, 2000], Functional.ConvTranspose2d(x, kernel, stride: 2));
    }

    [Fact]
    public void Linear_WithBias_IsTheProductWithTheTransposedWeight()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Tensor.FromData([1f, 2, 3], [1, 3]);
        Tensor weight = Tensor.FromData([1f, 0, 1, 2, 2, 2], [2, 3]);

        AssertTensor([1, 2], [14, 12], Functional.Linear(x, weight, Tensor.FromData([10f, 0], [2])));
    }

    [Fact]
    public void Pooling_OfAPicture_TakesLargestAndMean()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Tensor.FromData([1f, 2, 3, 4, 5, 6, 7, 8, -1, -2, -3, -4, -5, -6, -7, -8], [1, 1, 4, 4]);

        AssertTensor([1, 1, 2, 2], [6, 8, -1, -3], Functional.MaxPool2d(x, 2));
        AssertTensor([1, 1, 2, 2], [6, 8, 6, 8], Functional.MaxPool2d(x, 3, stride: 2, padding: 1));
        AssertTensor([1, 1, 2, 2], [3.5f, 5.5f, -3.5f, -5.5f], Functional.AvgPool2d(x, 2));
        AssertTensor([1, 1, 2, 1], [4.5f, -4.5f], Functional.AdaptiveAvgPool2d(x, 2, 1));
        AssertTensor([1, 1, 1, 1], [0], Functional.AdaptiveAvgPool2d(x, 1, 1));
    }

    [Theory]
    [InlineData(ScalarType.Float32)]
    [InlineData(ScalarType.BFloat16)]
    [InlineData(ScalarType.Float16)]
    public void AdaptiveAvgPool2d_ToOnePixel_IsTheMeanAndSpreadsItsGradientEvenly(ScalarType type)
    {
        using var scope = TensorScope.Enter();
        Tensor x = Tensor.FromData([1f, 2, 3, 6, 0, 0, 4, 4], [1, 2, 2, 2]).To(type);
        x.RequiresGrad = true;

        Tensor mean = Functional.AdaptiveAvgPool2d(x, 1, 1);
        mean.Backward(Tensor.FromData([4f, 8], [1, 2, 1, 1]).To(type));

        AssertTensor([1, 2, 1, 1], [3, 2], mean);
        AssertTensor([1, 2, 2, 2], [1, 1, 1, 1, 2, 2, 2, 2], x.Grad()!);
    }

    [Fact]
    public void Mean_OfFloat16_DoesNotOverflow()
    {
        using Tensor x = Tensor.Full([1, 1, 64, 64], 100, ScalarType.Float16);
        using Tensor mean = x.Mean([2, 3]);

        Assert.Equal(100, mean.Item());
    }

    [Fact]
    public void Pad_InEachMode_ShowsItsBorder()
    {
        using var scope = TensorScope.Enter();
        Tensor x = Tensor.FromData([1f, 2, 3], [1, 1, 1, 3]);

        AssertTensor([1, 1, 1, 6], [9, 9, 1, 2, 3, 9], Functional.Pad(x, [2, 1, 0, 0], value: 9));
        AssertTensor([1, 1, 1, 6], [3, 2, 1, 2, 3, 2], Functional.Pad(x, [2, 1, 0, 0], PadMode.Reflect));
        AssertTensor([1, 1, 1, 6], [1, 1, 1, 2, 3, 3], Functional.Pad(x, [2, 1, 0, 0], PadMode.Replicate));
        AssertTensor([1, 1, 1, 1], [2], Functional.Pad(x, [-1, -1, 0, 0]));
    }

    [Fact]
    public void CatAndStack_OfTensors_JoinThem()
    {
        using var scope = TensorScope.Enter();
        Tensor a = Tensor.FromData([1f, 2], [1, 2]);
        Tensor b = Tensor.FromData([3f, 4], [1, 2]);

        AssertTensor([1, 4], [1, 2, 3, 4], Functional.Cat([a, b], 1));
        AssertTensor([2, 1, 2], [1, 2, 3, 4], Functional.Stack([a, b]));
        Assert.Throws<TorchException>(() => Functional.Cat([a, Tensor.Zeros([2, 2])], 1));
    }
}
