using System.Buffers.Binary;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VideoSeg.Model.Weights;

/// <summary>
/// Files in the safetensors format (huggingface.co/docs/safetensors): eight bytes of header length, a JSON header of names, types,
/// shapes and offsets, then the tensors' bytes. Element types F32, F16, BF16 and I64; F64 is read, as F32.
/// </summary>
public static class SafetensorsFile
{
    private const int LengthBytes = sizeof(ulong);

    private static readonly JsonWriterOptions HeaderFormat = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Reads the whole file; every length and offset in it is checked before it is used.</summary>
    /// <exception cref="VideoSegException">The file is missing, too large or not what it should be (<see cref="FaultKind.Input"/>).</exception>
    public static WeightSet Read(string path)
    {
        byte[] file = WeightFiles.ReadAllBytes(path);
        try
        {
            return Parse(file);
        }
        catch (SafetensorsFormatException e)
        {
            throw Unreadable(path, e);
        }
    }

    /// <summary>Reads the header alone, and of it what the file says about itself.</summary>
    /// <exception cref="VideoSegException">The file is missing or its header not what it should be (<see cref="FaultKind.Input"/>).</exception>
    public static IReadOnlyDictionary<string, string> ReadMetadata(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            var start = new byte[Math.Min(LengthBytes, file.Length)];
            file.ReadExactly(start);
            var header = new byte[HeaderLength(start, file.Length)];
            file.ReadExactly(header);
            return SafetensorsHeader.Parse(header, file.Length - LengthBytes - header.Length).Metadata;
        }
        catch (SafetensorsFormatException e)
        {
            throw Unreadable(path, e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new VideoSegException(FaultKind.Input, $"{path}: expected a file of weights that can be read: {e.Message}", e);
        }
    }

    /// <summary>Writes the weights, replacing a file of that name in one step: an interrupted write leaves the old file.</summary>
    /// <exception cref="VideoSegException">The file cannot be written (<see cref="FaultKind.Output"/>).</exception>
    public static void Write(string path, WeightSet weights)
    {
        // Widest elements first keeps every tensor aligned to its element size; the header is padded for the same reason.
        KeyValuePair<string, WeightTensor>[] tensors = [.. weights.Tensors.OrderByDescending(pair => pair.Value.Type.SizeInBytes())];
        byte[] header = WriteHeader(tensors, weights.Metadata);
        FileReplacement.Write(path, stream =>
        {
            Span<byte> length = stackalloc byte[LengthBytes];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            foreach ((_, WeightTensor tensor) in tensors)
            {
                stream.Write(tensor.Data.Span);
            }
        });
    }

    private static WeightSet Parse(byte[] file)
    {
        int headerLength = HeaderLength(file, file.Length);
        int dataStart = LengthBytes + headerLength;
        ReadOnlyMemory<byte> data = file.AsMemory(dataStart);
        SafetensorsHeader header = SafetensorsHeader.Parse(file.AsMemory(LengthBytes, headerLength), data.Length);
        return new(
            header.Entries.Select(e => KeyValuePair.Create(e.Name, Tensor(e, data[(int)e.Begin..(int)e.End]))),
            header.Metadata);
    }

    /// <summary>The length that the file begins with, checked against the file's own.</summary>
    private static int HeaderLength(ReadOnlySpan<byte> start, long fileLength)
    {
        if (fileLength < LengthBytes)
        {
            throw new SafetensorsFormatException($"expected at least {LengthBytes} bytes, found {fileLength}");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(start);
        long most = Math.Min(fileLength - LengthBytes, SafetensorsHeader.MaximumBytes);
        return length <= (ulong)most
            ? (int)length
            : throw new SafetensorsFormatException($"expected a header of at most {most} bytes, found the length {length}");
    }

    private static VideoSegException Unreadable(string path, SafetensorsFormatException e) =>
        new(FaultKind.Input, $"{path}: not a safetensors file that can be read: {WeightFiles.Printable(e.Message)}", e);

    private static WeightTensor Tensor(SafetensorsEntry entry, ReadOnlyMemory<byte> data)
    {
        if (!entry.IsDouble)
        {
            return new WeightTensor(entry.Type, entry.Shape, data);
        }

        var values = new float[data.Length / sizeof(double)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(data.Span[(i * sizeof(double))..]);
        }

        return WeightTensor.FromFloats(values, entry.Shape);
    }

    private static byte[] WriteHeader(KeyValuePair<string, WeightTensor>[] tensors, IReadOnlyDictionary<string, string> metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, HeaderFormat))
        {
            json.WriteStartObject();
            if (metadata.Count > 0)
            {
                json.WriteStartObject(SafetensorsHeader.MetadataKey);
                foreach ((string key, string value) in metadata)
                {
                    json.WriteString(key, value);
                }

                json.WriteEndObject();
            }

            long offset = 0;
            foreach ((string name, WeightTensor tensor) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", SafetensorsHeader.NameOf(tensor.Type));
                json.WriteStartArray("shape");
                foreach (long size in tensor.Shape)
                {
                    json.WriteNumberValue(size);
                }

                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                offset += tensor.Data.Length;
                json.WriteNumberValue(offset);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (buffer.Length % LengthBytes != 0)
        {
            buffer.WriteByte((byte)' ');
        }

        return buffer.ToArray();
    }
}
