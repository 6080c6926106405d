using VideoSeg.Model.Weights;
using Xunit;

namespace VideoSeg.Model.Tests.Weights;

public sealed class WeightTensorTests
{
    [Theory]
    [InlineData(ElementType.Float32, 0f)]
    [InlineData(ElementType.Float16, 1f / 2048)]
    [InlineData(ElementType.BFloat16, 1f / 256)]
    public void ConvertTo_AndBack_KeepsTheTypesPrecision(ElementType type, float relativeError)
    {
        float[] values = [0f, -1f, 1.0001f, 3.14159265f, 0.001234f, -60000f, 1e-3f];
        WeightTensor stored = WeightTensor.FromFloats(values, [7]).ConvertTo(type);
        Assert.Equal(7 * type.SizeInBytes(), stored.Data.Length);
        float[] back = stored.ToFloats();
        Assert.All(values.Zip(back), pair => Assert.InRange(pair.Second - pair.First, -Math.Abs(pair.First) * relativeError, Math.Abs(pair.First) * relativeError));
    }

    [Fact]
    public void ConvertTo_BFloat16_RoundsHalfwayToEven()
    {
        float[] values = [BitConverter.UInt32BitsToSingle(0x3F808000), BitConverter.UInt32BitsToSingle(0x3F818000), float.NaN, float.PositiveInfinity];
        byte[] data = WeightTensor.FromFloats(values, [4]).ConvertTo(ElementType.BFloat16).Data.ToArray();
        Assert.Equal([0x80, 0x3F, 0x82, 0x3F, 0xC0, 0xFF, 0x80, 0x7F], data);
    }

    [Fact]
    public void Tensor_WhoseDataDoesNotFitItsShape_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new WeightTensor(ElementType.Float32, [2, 3], new byte[20]));

    [Fact]
    public void WithKernelsAs_Half_LeavesVectorsAndCountersAlone()
    {
        var set = new WeightSet(
        [
            new("kernel", WeightTensor.FromFloats([1, 2, 3, 4], [2, 2])),
            new("variance", WeightTensor.FromFloats([1e-7f], [1])),
            new("count", WeightTensor.FromInt64(7)),
        ]);
        WeightSet half = set.WithKernelsAs(ElementType.Float16);
        Assert.Equal(ElementType.Float16, half["kernel"].Type);
        Assert.Equal([1e-7f], half.GetFloats("variance"));
        Assert.Equal(ElementType.Int64, half["count"].Type);
    }
}
