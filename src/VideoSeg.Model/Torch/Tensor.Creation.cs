using VideoSeg.Model.Torch.Interop;

namespace VideoSeg.Model.Torch;

public sealed partial class Tensor
{
    /// <summary>All zero.</summary>
    public static Tensor Zeros(ReadOnlySpan<long> shape, ScalarType type = ScalarType.Float32, Device device = default) =>
        Full(shape, 0, type, device);

    /// <summary>All one.</summary>
    public static Tensor Ones(ReadOnlySpan<long> shape, ScalarType type = ScalarType.Float32, Device device = default) =>
        Full(shape, 1, type, device);

    /// <summary>Uninitialised memory.</summary>
    public static Tensor Empty(
        ReadOnlySpan<long> shape, ScalarType type = ScalarType.Float32, Device device = default, MemoryFormat format = MemoryFormat.Contiguous)
    {
        TorchNative.EnsureLoaded();
        return Own(TorchNative.Empty(shape, shape.Length, (int)type, (int)device.Kind, device.Index, (int)format, out TensorHandle result), result);
    }

    /// <summary>Every element <paramref name="value"/>.</summary>
    public static Tensor Full(ReadOnlySpan<long> shape, double value, ScalarType type = ScalarType.Float32, Device device = default)
    {
        TorchNative.EnsureLoaded();
        return Own(TorchNative.Full(shape, shape.Length, value, (int)type, (int)device.Kind, device.Index, out TensorHandle result), result);
    }

    /// <summary>0, 1, … <paramref name="end"/> - 1.</summary>
    public static Tensor Arange(long end, ScalarType type = ScalarType.Int64, Device device = default)
    {
        TorchNative.EnsureLoaded();
        return Own(TorchNative.Arange(end, (int)type, (int)device.Kind, device.Index, out TensorHandle result), result);
    }

    /// <summary>A new CPU tensor holding a copy of <paramref name="data"/>, the elements row after row.</summary>
    /// <typeparam name="T">byte, long, Half, float, bool, or ushort for the bits of bfloat16.</typeparam>
    public static unsafe Tensor FromData<T>(ReadOnlySpan<T> data, ReadOnlySpan<long> shape)
        where T : unmanaged
    {
        TorchNative.EnsureLoaded();
        fixed (T* pointer = data)
        {
            return Own(
                TorchNative.FromData(pointer, (long)data.Length * sizeof(T), shape, shape.Length, (int)TypeOf<T>(), out TensorHandle result), result);
        }
    }

    /// <inheritdoc cref="FromData{T}(ReadOnlySpan{T}, ReadOnlySpan{long})"/>
    public static Tensor FromData<T>(T[] data, ReadOnlySpan<long> shape)
        where T : unmanaged => FromData((ReadOnlySpan<T>)data, shape);

    private static ScalarType TypeOf<T>()
        where T : unmanaged =>
        typeof(T) == typeof(float) ? ScalarType.Float32
        : typeof(T) == typeof(byte) ? ScalarType.UInt8
        : typeof(T) == typeof(long) ? ScalarType.Int64
        : typeof(T) == typeof(Half) ? ScalarType.Float16
        : typeof(T) == typeof(bool) ? ScalarType.Boolean
        : typeof(T) == typeof(ushort) ? ScalarType.BFloat16
        : throw new NotSupportedException($"expected byte, long, Half, float, bool or ushort (the bits of bfloat16), got {typeof(T).Name}");
}
