using System.IO.Compression;
using VideoSeg.Model.Weights.Pickle;

namespace VideoSeg.Model.Weights;

/// <summary>
/// The zip archive that <c>torch.save</c> writes: <c>ROOT/data.pkl</c>, <c>ROOT/data/0</c>, ... Whatever lengths the archive claims, no more
/// memory is taken for its entries together than the file itself is long.
/// </summary>
internal sealed class CheckpointArchive : IDisposable
{
    private const string PickleName = "data.pkl";

    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly string _root;
    private long _bytesLeft;

    /// <summary>Opens the archive and finds its root.</summary>
    /// <exception cref="PickleFormatException">It is no archive of a checkpoint.</exception>
    /// <exception cref="InvalidDataException">It is no zip archive.</exception>
    public CheckpointArchive(byte[] file)
    {
        _bytesLeft = file.Length;
        _archive = new ZipArchive(new MemoryStream(file, writable: false), ZipArchiveMode.Read);
        foreach (ZipArchiveEntry entry in _archive.Entries)
        {
            if (!_entries.TryAdd(entry.FullName, entry))
            {
                throw new PickleFormatException($"the archive holds {entry.FullName} twice");
            }
        }

        _root = FindRoot();
    }

    /// <summary>Whether there is an entry of this name below the root.</summary>
    public bool Contains(string name) => _entries.ContainsKey(_root + name);

    /// <summary>The bytes of an entry below the root.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="limit">A larger one is refused, in bytes.</param>
    public byte[] Read(string name, long limit)
    {
        if (!_entries.TryGetValue(_root + name, out ZipArchiveEntry? entry))
        {
            throw new PickleFormatException($"the archive lacks {_root}{name}: it is incomplete");
        }

        // torch.save stores without compression; anything else could blow up to any size.
        if (entry.CompressedLength != entry.Length || entry.Length > limit)
        {
            throw new PickleFormatException($"{entry.FullName}: expected at most {limit} bytes, uncompressed, found {entry.Length} stored in {entry.CompressedLength}");
        }

        // The lengths stand in a directory that may lie, and two entries of it may claim the same bytes.
        if (entry.Length > _bytesLeft)
        {
            throw new PickleFormatException($"{entry.FullName}: expected entries that are together no longer than the file, found one of {entry.Length} bytes where {_bytesLeft} are left");
        }

        _bytesLeft -= entry.Length;
        var bytes = new byte[entry.Length];
        using Stream stream = entry.Open();
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>The pickle, if it is not larger than <paramref name="limit"/> bytes.</summary>
    public byte[] ReadPickle(long limit) => Read(PickleName, limit);

    /// <inheritdoc/>
    public void Dispose() => _archive.Dispose();

    private string FindRoot()
    {
        string[] pickles = [.. _entries.Keys.Where(name => name == PickleName || name.EndsWith($"/{PickleName}", StringComparison.Ordinal))];
        if (pickles.Length != 1)
        {
            throw new PickleFormatException($"expected one {PickleName} in the archive, found {pickles.Length}");
        }

        string root = pickles[0][..^PickleName.Length];
        return _entries.ContainsKey($"{root}constants.pkl")
            ? throw new PickleFormatException("expected a checkpoint with a state_dict, found a TorchScript program (torch.jit.save)")
            : root;
    }
}
