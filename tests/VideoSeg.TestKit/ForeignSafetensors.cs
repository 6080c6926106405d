using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Json.Nodes;
using VideoSeg.Model.Weights;

namespace VideoSeg.TestKit;

/// <summary>Writes safetensors files as other programs do, by the format's description: any type, any names, metadata of their own.</summary>
public static class ForeignSafetensors
{
    /// <summary>Writes one.</summary>
    /// <param name="path">The file.</param>
    /// <param name="weights">What it holds; integers stay I64.</param>
    /// <param name="type">Of the other tensors: F64, F32, F16 or BF16 (cut off, not rounded).</param>
    /// <param name="rename">What a tensor is called there.</param>
    public static string Write(string path, WeightSet weights, string type, Func<string, string> rename)
    {
        var header = new JsonObject { ["__metadata__"] = new JsonObject { ["framework"] = "theirs" } };
        using var data = new MemoryStream();
        foreach ((string name, WeightTensor tensor) in weights.Tensors)
        {
            long begin = data.Length;
            bool isInteger = tensor.Type == ElementType.Int64;
            data.Write(isInteger ? tensor.Data.Span : tensor.ToFloats().SelectMany(value => Bytes(value, type)).ToArray());
            header[rename(name)] = new JsonObject
            {
                ["dtype"] = isInteger ? "I64" : type,
                ["shape"] = new JsonArray([.. tensor.Shape.Select(size => JsonValue.Create(size))]),
                ["data_offsets"] = new JsonArray(begin, data.Length),
            };
        }

        byte[] text = JsonSerializer.SerializeToUtf8Bytes(header);
        var length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)text.Length);
        File.WriteAllBytes(path, [.. length, .. text, .. data.ToArray()]);
        return path;
    }

    private static byte[] Bytes(float value, string type) => type switch
    {
        "F64" => BitConverter.GetBytes((double)value),
        "F16" => BitConverter.GetBytes((Half)value),
        "BF16" => BitConverter.GetBytes(value)[2..],
        _ => BitConverter.GetBytes(value),
    };
}
