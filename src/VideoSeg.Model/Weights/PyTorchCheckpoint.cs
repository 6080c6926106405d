using System.IO.Compression;
using System.Text;
using VideoSeg.Model.Weights.Pickle;

namespace VideoSeg.Model.Weights;

/// <summary>
/// Checkpoints that <c>torch.save</c> of PyTorch 1.6 and later wrote: a zip archive with a pickle and the raw numbers. Read as data:
/// nothing in the file is ever executed, and whatever is not a plain tensor is refused by name.
/// </summary>
public static class PyTorchCheckpoint
{
    private const long MaximumPickleBytes = 64 << 20;

    private const string ModulePrefix = "module.";

    private static readonly string[] Wrappers = ["state_dict", "model", "model_state_dict"];

    /// <summary>
    /// The tensors of a bare <c>state_dict</c>, or of one under <c>state_dict</c>, <c>model</c> or <c>model_state_dict</c>; the prefix
    /// <c>module.</c> of parallel training is taken off. Element types stay, but float64 becomes float32.
    /// </summary>
    /// <exception cref="VideoSegException">The file is missing, cut short or no such checkpoint (<see cref="FaultKind.Input"/>).</exception>
    public static WeightSet Read(string path)
    {
        byte[] file = WeightFiles.ReadAllBytes(path);
        try
        {
            return Parse(file);
        }
        catch (Exception e) when (e is PickleFormatException or InvalidDataException or IOException or NotSupportedException)
        {
            throw new VideoSegException(FaultKind.Input, $"{path}: not a PyTorch checkpoint that can be read: {WeightFiles.Printable(e.Message)}", e);
        }
    }

    private static WeightSet Parse(byte[] file)
    {
        if (!file.AsSpan().StartsWith("PK\x03\x04"u8))
        {
            string hint = file is [0x80, 0x02, ..]
                ? "found the format from before PyTorch 1.6; load it in a newer PyTorch and save it again"
                : "found something else";
            throw new PickleFormatException($"expected a zip archive as torch.save writes it, {hint}");
        }

        using var archive = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
        var entries = new Dictionary<string, ZipArchiveEntry>(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            if (!entries.TryAdd(entry.FullName, entry))
            {
                throw new PickleFormatException($"the archive holds {entry.FullName} twice");
            }
        }

        string root = Root(entries.Keys);
        if (entries.TryGetValue($"{root}byteorder", out ZipArchiveEntry? order) && Encoding.UTF8.GetString(Bytes(order, 16)) is var found && found != "little")
        {
            throw new PickleFormatException($"expected little-endian numbers, found byte order {found}");
        }

        object? saved = PickleReader.Read(Bytes(entries[$"{root}data.pkl"], MaximumPickleBytes));
        var reader = new PickleTensorReader((key, length) => entries.TryGetValue($"{root}data/{key}", out ZipArchiveEntry? entry)
            ? Bytes(entry, length)
            : throw new PickleFormatException($"the archive lacks {root}data/{key}: it is incomplete"));
        return new(Tensors(FindStateDict(saved)).Select(pair => KeyValuePair.Create(pair.Key, reader.Read(pair.Key, pair.Value))));
    }

    private static string Root(IEnumerable<string> names)
    {
        const string pickle = "data.pkl";
        string[] pickles = [.. names.Where(name => name == pickle || name.EndsWith($"/{pickle}", StringComparison.Ordinal))];
        if (pickles.Length != 1)
        {
            throw new PickleFormatException($"expected one {pickle} in the archive, found {pickles.Length}");
        }

        string root = pickles[0][..^pickle.Length];
        return names.Contains($"{root}constants.pkl", StringComparer.Ordinal)
            ? throw new PickleFormatException("expected a checkpoint with a state_dict, found a TorchScript program (torch.jit.save)")
            : root;
    }

    private static byte[] Bytes(ZipArchiveEntry entry, long limit)
    {
        // torch.save stores without compression; anything else could blow up to any size.
        if (entry.CompressedLength != entry.Length || entry.Length > limit)
        {
            throw new PickleFormatException($"{entry.FullName}: expected at most {limit} bytes, uncompressed, found {entry.Length} stored in {entry.CompressedLength}");
        }

        var bytes = new byte[entry.Length];
        using Stream stream = entry.Open();
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static PickleDictionary FindStateDict(object? saved)
    {
        if (saved is not PickleDictionary dictionary)
        {
            throw new PickleFormatException("expected a state_dict, or a dict that holds one, found neither");
        }

        if (dictionary.Items.Count > 0 && dictionary.Items.TrueForAll(item => item.Value is PickleTensor))
        {
            return dictionary;
        }

        return Wrappers.Select(dictionary.Find).OfType<PickleDictionary>().FirstOrDefault()
            ?? throw new PickleFormatException(
                $"expected a dict of tensors, alone or under {string.Join(", ", Wrappers)}, found the keys {string.Join(", ", dictionary.Items.Take(8).Select(item => item.Key))}");
    }

    private static Dictionary<string, PickleTensor> Tensors(PickleDictionary stateDict)
    {
        bool parallel = stateDict.Items.TrueForAll(item => item.Key is string name && name.StartsWith(ModulePrefix, StringComparison.Ordinal));
        var tensors = new Dictionary<string, PickleTensor>(StringComparer.Ordinal);
        foreach ((object? key, object? value) in stateDict.Items)
        {
            if (key is not string name || value is not PickleTensor tensor)
            {
                throw new PickleFormatException($"expected only tensors with names in the state_dict, found {key} without one");
            }

            if (!tensors.TryAdd(parallel ? name[ModulePrefix.Length..] : name, tensor))
            {
                throw new PickleFormatException($"the state_dict holds {name} twice");
            }
        }

        return tensors;
    }
}
