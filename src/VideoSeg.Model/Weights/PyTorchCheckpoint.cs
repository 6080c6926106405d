using System.Text;
using VideoSeg.Model.Weights.Pickle;

namespace VideoSeg.Model.Weights;

/// <summary>
/// Checkpoints that <c>torch.save</c> of PyTorch 1.6 and later wrote: a zip archive with a pickle and the raw numbers. Read as data:
/// nothing in the file is ever executed, and whatever is not a plain tensor is refused by name.
/// </summary>
public static class PyTorchCheckpoint
{
    // Names and shapes of some 30,000 tensors. A byte of it may become an object of 60.
    private const long MaximumPickleBytes = 8 << 20;

    private static readonly string[] Wrappers = ["state_dict", "model", "model_state_dict"];

    /// <summary>
    /// The tensors of a bare <c>state_dict</c>, or of one under <c>state_dict</c>, <c>model</c> or <c>model_state_dict</c>; the prefix
    /// <c>module.</c> of parallel training is taken off. Element types stay, but float64 becomes float32.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="cancellationToken">Ends the reading early, between tensors.</param>
    /// <exception cref="VideoSegException">The file is missing, cut short or no such checkpoint (<see cref="FaultKind.Input"/>).</exception>
    public static WeightSet Read(string path, CancellationToken cancellationToken = default)
    {
        byte[] file = WeightFiles.ReadAllBytes(path);
        try
        {
            return Parse(file, cancellationToken);
        }
        catch (Exception e) when (e is PickleFormatException or InvalidDataException or IOException or NotSupportedException)
        {
            throw new VideoSegException(FaultKind.Input, $"{path}: not a PyTorch checkpoint that can be read: {WeightFiles.Printable(e.Message)}", e);
        }
    }

    private static WeightSet Parse(byte[] file, CancellationToken cancellationToken)
    {
        if (!file.AsSpan().StartsWith("PK\x03\x04"u8))
        {
            string hint = file is [0x80, 0x02, ..]
                ? "found the format from before PyTorch 1.6; load it in a newer PyTorch and save it again"
                : "found something else";
            throw new PickleFormatException($"expected a zip archive as torch.save writes it, {hint}");
        }

        using var archive = new CheckpointArchive(file);
        if (archive.Contains("byteorder") && Encoding.UTF8.GetString(archive.Read("byteorder", 16)) is var found && found != "little")
        {
            throw new PickleFormatException($"expected little-endian numbers, found byte order {found}");
        }

        object? saved = PickleReader.Read(archive.ReadPickle(MaximumPickleBytes));
        var reader = new PickleTensorReader((key, length) => archive.Read($"data/{key}", length));
        return new(Tensors(FindStateDict(saved)).Select(pair =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            return KeyValuePair.Create(pair.Key, reader.Read(pair.Key, pair.Value));
        }));
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
        int prefix = ParallelPrefix.LengthIn(stateDict.Items.Select(item => item.Key as string));
        var tensors = new Dictionary<string, PickleTensor>(StringComparer.Ordinal);
        foreach ((object? key, object? value) in stateDict.Items)
        {
            if (key is not string name || value is not PickleTensor tensor)
            {
                throw new PickleFormatException($"expected only tensors with names in the state_dict, found {key} without one");
            }

            if (!tensors.TryAdd(name[prefix..], tensor))
            {
                throw new PickleFormatException($"the state_dict holds {name} twice");
            }
        }

        return tensors;
    }
}
