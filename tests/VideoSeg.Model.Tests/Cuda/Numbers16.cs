using System.Runtime.InteropServices;
using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Tests.Cuda;

/// <summary>Floats as f32, f16 or bf16 in bytes, and back.</summary>
internal static class Numbers16
{
    public static byte[] Bytes(float[] values, ScalarType type) => type switch
    {
        ScalarType.Float32 => MemoryMarshal.AsBytes(values.AsSpan()).ToArray(),
        ScalarType.Float16 => MemoryMarshal.AsBytes(Array.ConvertAll(values, value => (Half)value).AsSpan()).ToArray(),
        _ => MemoryMarshal.AsBytes(Array.ConvertAll(values, ToBFloat16).AsSpan()).ToArray(),
    };

    public static float[] Floats(byte[] bytes, ScalarType type) => type switch
    {
        ScalarType.Float32 => MemoryMarshal.Cast<byte, float>(bytes).ToArray(),
        ScalarType.Float16 => Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(bytes).ToArray(), value => (float)value),
        _ => Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(bytes).ToArray(), bits => BitConverter.UInt32BitsToSingle((uint)bits << 16)),
    };

    /// <summary>The nearest number of a type.</summary>
    public static float Round(float value, ScalarType type) => Floats(Bytes([value], type), type)[0];

    /// <summary>By the definition: of the two neighbours the nearer one, of two equally near ones the even one.</summary>
    private static ushort ToBFloat16(float value)
    {
        uint bits = BitConverter.SingleToUInt32Bits(value);
        if (float.IsNaN(value))
        {
            return 0x7fc0;
        }

        uint lower = bits >> 16, rest = bits & 0xffff;
        return (ushort)(rest > 0x8000 || (rest == 0x8000 && lower % 2 == 1) ? lower + 1 : lower);
    }
}
