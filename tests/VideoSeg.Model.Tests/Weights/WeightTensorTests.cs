using VideoSeg.Model.Weights;
using Xunit;

namespace VideoSeg.Model.Tests.Weights;

public sealed class WeightTensorTests
{
    [Theory]
    [InlineData(ElementType.Float32, new byte[] { 0, 0, 128, 63, 0, 0, 32, 192 })]
    [InlineData(ElementType.Float16, new byte[] { 0, 60, 0, 193 })]
    [InlineData(ElementType.BFloat16, new byte[] { 128, 63, 32, 192 })]
    [InlineData(ElementType.Int64, new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 254, 255, 255, 255, 255, 255, 255, 255 })]
    public void ToFloats_OfEveryType_GivesItsValues(ElementType type, byte[] data) =>
        Assert.Equal([1f, type == ElementType.Int64 ? -2f : -2.5f], new WeightTensor(type, [2], data).ToFloats());

    [Fact]
    public void Tensor_WhoseDataDoesNotFitItsShape_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new WeightTensor(ElementType.Float32, [2, 3], new byte[20]));

    [Fact]
    public void CountElements_OfSizesBeyondAnyType_IsCappedUnlessOneIsNought()
    {
        Assert.Equal(long.MaxValue, WeightTensor.CountElements([long.MaxValue, long.MaxValue, long.MaxValue]));
        Assert.Equal(0, WeightTensor.CountElements([long.MaxValue, long.MaxValue, long.MaxValue, 0]));
        Assert.Equal(1, WeightTensor.CountElements([]));
        Assert.Equal(24, WeightTensor.CountElements([2, 3, 4]));
    }
}
