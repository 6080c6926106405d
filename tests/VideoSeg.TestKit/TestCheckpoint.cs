using System.IO.Compression;
using System.Text;
using VideoSeg.Model.Weights;

namespace VideoSeg.TestKit;

/// <summary>Writes checkpoints with the structure of <c>torch.save(model.state_dict(), path)</c>, so that whole networks need not be stored.</summary>
public static class TestCheckpoint
{
    /// <summary>Writes float32 and int64 tensors.</summary>
    public static void Write(string path, WeightSet weights)
    {
        using var archive = new ZipArchive(File.Create(path), ZipArchiveMode.Create);
        using var pickle = new MemoryStream();
        Put(pickle, "\u0080\u0002ccollections\nOrderedDict\n)R(");
        int key = 0;
        foreach ((string name, WeightTensor tensor) in weights.Tensors)
        {
            Text(pickle, name);
            Put(pickle, "ctorch._utils\n_rebuild_tensor_v2\n((");
            Text(pickle, "storage");
            Put(pickle, $"ctorch\n{(tensor.Type == ElementType.Int64 ? "LongStorage" : "FloatStorage")}\n");
            Text(pickle, $"{key}");
            Text(pickle, "cpu");
            Integers(pickle, tensor.ElementCount);
            Put(pickle, "tQ");
            Integers(pickle, 0);
            Tuple(pickle, [.. tensor.Shape]);
            Tuple(pickle, [.. Enumerable.Range(0, tensor.Shape.Length).Select(d => tensor.Shape.Skip(d + 1).Aggregate(1L, (product, size) => product * size))]);
            Put(pickle, "\u0089ccollections\nOrderedDict\n)RtR");
            Entry(archive, $"archive/data/{key++}", tensor.Data.Span);
        }

        Put(pickle, "u.");
        Entry(archive, "archive/data.pkl", pickle.ToArray());
        Entry(archive, "archive/version", "3\n"u8);
    }

    private static void Put(Stream stream, string text) => stream.Write(Encoding.Latin1.GetBytes(text));

    private static void Text(Stream stream, string text)
    {
        Put(stream, "X");
        stream.Write(BitConverter.GetBytes(text.Length));
        Put(stream, text);
    }

    private static void Integers(Stream stream, params long[] values)
    {
        foreach (long value in values)
        {
            Put(stream, "J");
            stream.Write(BitConverter.GetBytes((int)value));
        }
    }

    private static void Tuple(Stream stream, long[] values)
    {
        Put(stream, "(");
        Integers(stream, values);
        Put(stream, "t");
    }

    private static void Entry(ZipArchive archive, string name, ReadOnlySpan<byte> data)
    {
        using Stream entry = archive.CreateEntry(name, CompressionLevel.NoCompression).Open();
        entry.Write(data);
    }
}
