using System.Buffers.Binary;

namespace VideoSeg.Model.Weights;

/// <summary>Weights in another element type; integers stay as they are.</summary>
public static class WeightConversion
{
    /// <summary>The same numbers, rounded to the nearest that <paramref name="type"/> has (ties to even).</summary>
    /// <exception cref="VideoSegException">A number is beyond the type's range; the message names the tensors (<see cref="FaultKind.Input"/>).</exception>
    public static WeightSet Convert(WeightSet weights, ElementType type)
    {
        var converted = weights.Tensors.ToDictionary(pair => pair.Key, pair => Convert(pair.Value, type), StringComparer.Ordinal);
        string[] beyond = [.. weights.Tensors.Keys.Where(name => weights[name].Type != converted[name].Type && converted[name].ToFloats().Any(float.IsInfinity)
            && !weights[name].ToFloats().Any(float.IsInfinity))];
        return beyond.Length == 0
            ? new WeightSet(converted, weights.Metadata)
            : throw new VideoSegException(FaultKind.Input, $"expected numbers that {type} can hold, found larger ones in {string.Join(", ", beyond)}; choose another type");
    }

    private static WeightTensor Convert(WeightTensor tensor, ElementType type)
    {
        if (tensor.Type == ElementType.Int64 || tensor.Type == type)
        {
            return tensor;
        }

        float[] values = tensor.ToFloats();
        if (type == ElementType.Float32)
        {
            return WeightTensor.FromFloats(values, tensor.Shape);
        }

        var data = new byte[values.Length * type.SizeInBytes()];
        for (int i = 0; i < values.Length; i++)
        {
            Span<byte> target = data.AsSpan(i * sizeof(ushort));
            if (type == ElementType.Float16)
            {
                BinaryPrimitives.WriteHalfLittleEndian(target, (Half)values[i]);
            }
            else
            {
                BinaryPrimitives.WriteUInt16LittleEndian(target, ToBFloat16(values[i]));
            }
        }

        return new WeightTensor(type, tensor.Shape, data);
    }

    private static ushort ToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        return float.IsNaN(value) ? (ushort)((bits >> 16) | 0x40) : (ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16);
    }
}
