using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace VideoSeg.Model.Weights;

/// <summary>One stored tensor: type, shape and little-endian bytes in row-major order. Immutable; keeps the memory it is given.</summary>
public sealed class WeightTensor
{
    /// <summary>Wraps <paramref name="data"/>, whose length must match shape and type and which must not change any more.</summary>
    public WeightTensor(ElementType type, ImmutableArray<long> shape, ReadOnlyMemory<byte> data)
    {
        Type = type;
        Shape = shape;
        Data = data;
        ElementCount = CountElements(shape.AsSpan());
        Int128 bytes = (Int128)ElementCount * type.SizeInBytes();
        if (data.Length != bytes)
        {
            throw new ArgumentException($"expected {bytes} bytes for {Describe()}, got {data.Length}", nameof(data));
        }
    }

    /// <summary>How the numbers are written.</summary>
    public ElementType Type { get; }

    /// <summary>Sizes, outermost first; empty for a scalar.</summary>
    public ImmutableArray<long> Shape { get; }

    /// <summary>The numbers.</summary>
    public ReadOnlyMemory<byte> Data { get; }

    /// <summary>Number of elements.</summary>
    public long ElementCount { get; }

    /// <summary>Number of elements of a tensor with these sizes, none of them negative; what is above <see cref="long.MaxValue"/> is that.</summary>
    public static long CountElements(ReadOnlySpan<long> shape)
    {
        // Capped at each step: a few sizes may overflow any type, and a 0 among them still makes 0.
        Int128 count = 1;
        foreach (long size in shape)
        {
            count = Int128.Min(count * size, long.MaxValue);
        }

        return (long)count;
    }

    /// <summary>A copy of <paramref name="values"/> as float32.</summary>
    public static WeightTensor FromFloats(ReadOnlySpan<float> values, ImmutableArray<long> shape)
    {
        var data = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(data.AsSpan(i * sizeof(float)), values[i]);
        }

        return new(ElementType.Float32, shape, data);
    }

    /// <summary>A scalar int64.</summary>
    public static WeightTensor FromInt64(long value)
    {
        var data = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(data, value);
        return new(ElementType.Int64, [], data);
    }

    /// <summary>The values as float32, whatever they are stored as.</summary>
    public float[] ToFloats()
    {
        var values = new float[ElementCount];
        ReadOnlySpan<byte> data = Data.Span;
        switch (Type)
        {
            case ElementType.Float32:
                data.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
                break;
            case ElementType.Float16:
                ReadOnlySpan<Half> halves = MemoryMarshal.Cast<byte, Half>(data);
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = (float)halves[i];
                }

                break;
            case ElementType.BFloat16:
                ReadOnlySpan<ushort> words = MemoryMarshal.Cast<byte, ushort>(data);
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = BitConverter.UInt32BitsToSingle((uint)words[i] << 16);
                }

                break;
            default:
                ReadOnlySpan<long> integers = MemoryMarshal.Cast<byte, long>(data);
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = integers[i];
                }

                break;
        }

        return values;
    }

    /// <summary><c>Float32 [16, 3, 3, 3]</c>.</summary>
    public string Describe() => $"{Type} [{string.Join(", ", Shape)}]";
}
