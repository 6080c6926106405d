using VideoSeg.Model.Torch;
using Xunit;

namespace VideoSeg.Model.Tests.Torch;

public sealed class TensorDataTests
{
    [Fact]
    public void RoundTrip_UInt8_KeepsEveryValue() => RoundTrip<byte>([0, 1, 127, 128, 254, 255], ScalarType.UInt8);

    [Fact]
    public void RoundTrip_Int64_KeepsEveryValue() => RoundTrip([0L, 1, -1, long.MinValue, long.MaxValue, 42], ScalarType.Int64);

    [Fact]
    public void RoundTrip_Float16_KeepsEveryValue() =>
        RoundTrip([(Half)0, (Half)1.5, Half.MaxValue, Half.Epsilon, Half.NegativeInfinity, (Half)(-2)], ScalarType.Float16);

    [Fact]
    public void RoundTrip_BFloat16Bits_KeepsEveryValue() => RoundTrip<ushort>([0, 0x3F80, 0xBF80, 0x7F80, 0x0001, 0x4049], ScalarType.BFloat16);

    [Fact]
    public void RoundTrip_Float32_KeepsEveryValue() =>
        RoundTrip([0f, 1.5f, float.MaxValue, float.Epsilon, float.NegativeInfinity, -2f], ScalarType.Float32);

    [Fact]
    public void RoundTrip_Boolean_KeepsEveryValue() => RoundTrip([true, false, true, true, false, false], ScalarType.Boolean);

    [Fact]
    public void To_BFloat16_RoundsToNearestEven()
    {
        using var scope = TensorScope.Enter();
        Tensor half = Tensor.FromData([1.00390625f, 1.01171875f, -3.140625f], [3]).To(ScalarType.BFloat16);

        Assert.Equal(new ushort[] { 0x3F80, 0x3F82, 0xC049 }, half.ToArray<ushort>());
        Assert.Equal([1f, 1.015625f, -3.140625f], half.To(ScalarType.Float32).ToArray<float>());
    }

    [Fact]
    public void CopyTo_OfATransposedTensor_GivesItsRows()
    {
        using var scope = TensorScope.Enter();
        Tensor transposed = Tensor.FromData([1f, 2, 3, 4, 5, 6], [2, 3]).Transpose(0, 1);

        Assert.False(transposed.IsContiguous());
        Assert.Equal([1f, 4, 2, 5, 3, 6], transposed.ToArray<float>());
        Assert.Throws<InvalidOperationException>(() => transposed.AsSpan<float>().Length);
    }

    [Fact]
    public void CopyTo_OfAChannelsLastTensor_GivesItsPlanes()
    {
        using var scope = TensorScope.Enter();
        float[] values = [.. Enumerable.Range(0, 24).Select(i => (float)i)];
        Tensor tensor = Tensor.FromData(values, [1, 2, 3, 4]).Contiguous(MemoryFormat.ChannelsLast);

        Assert.True(tensor.IsContiguous(MemoryFormat.ChannelsLast));
        Assert.Equal(values, tensor.ToArray<float>());
        tensor.CopyFrom_<float>(values.Reverse().ToArray());
        Assert.Equal(values.Reverse(), tensor.ToArray<float>());
    }

    [Fact]
    public void AsSpan_Written_ChangesTheTensor()
    {
        using Tensor tensor = Tensor.Zeros([4]);
        tensor.AsSpan<float>()[2] = 7;

        Assert.Equal([0f, 0, 7, 0], tensor.ToArray<float>());
    }

    [Fact]
    public void Data_OfTheWrongTypeOrLength_IsRefused()
    {
        using Tensor tensor = Tensor.Zeros([4]);

        Assert.Throws<InvalidOperationException>(() => tensor.ToArray<byte>());
        Assert.Throws<ArgumentException>(() => tensor.CopyTo<float>(new float[3]));
        Assert.Throws<NotSupportedException>(() => Tensor.FromData<double>([1.0], [1]));
        Assert.Throws<TorchException>(() => Tensor.FromData([1f, 2], [3]));
    }

    [Fact]
    public void Description_NamesShapeTypeAndDevice()
    {
        using Tensor tensor = Tensor.Empty([1, 3, 5, 7], ScalarType.BFloat16, Device.Cpu, MemoryFormat.ChannelsLast);

        Assert.Equal([1L, 3, 5, 7], tensor.Shape);
        Assert.Equal(7, tensor.Size(-1));
        Assert.Equal(105, tensor.ElementCount);
        Assert.Equal("BFloat16 [1, 3, 5, 7] on cpu", tensor.ToString());
        Assert.True(tensor.IsContiguous(MemoryFormat.ChannelsLast));
        Assert.False(tensor.IsContiguous());
    }

    private static void RoundTrip<T>(T[] values, ScalarType type)
        where T : unmanaged
    {
        using Tensor tensor = Tensor.FromData(values, [2, 3]);

        Assert.Equal(type, tensor.ScalarType);
        Assert.Equal(values, tensor.ToArray<T>());
        Assert.Equal(values, tensor.AsSpan<T>().ToArray());
    }
}
