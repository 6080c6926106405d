using System.IO.Compression;

namespace VideoSeg.Model.Weights;

/// <summary>Tells apart the files that PyTorch writes, whose endings (.pt, .pth, .ts) say nothing. Reads their directory only; nothing is executed.</summary>
public static class TorchFile
{
    private static readonly byte[] ZipMagic = "PK\x03\x04"u8.ToArray();

    // A pickle that begins with torch.save's old magic number, an integer of ten bytes. No safetensors file begins so: its header would be of 177 million bytes.
    private static readonly byte[] OldMagic = [0x80, 0x02, 0x8a, 0x0a];

    /// <summary>What the file is; a file that cannot be read is <see cref="TorchFileKind.None"/>, which whoever reads it will say.</summary>
    public static TorchFileKind KindOf(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            Span<byte> start = stackalloc byte[ZipMagic.Length];
            return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) < start.Length ? TorchFileKind.None
                : start.SequenceEqual(ZipMagic) ? KindOfArchive(file)
                : start.SequenceEqual(OldMagic) ? TorchFileKind.OldCheckpoint
                : TorchFileKind.None;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException or ArgumentException)
        {
            return TorchFileKind.None;
        }
    }

    /// <summary>How many tensors an archive stores, parameters, buffers and constants, and their bytes.</summary>
    /// <exception cref="VideoSegException">It is no archive that can be read, or its directory lies (<see cref="FaultKind.Input"/>).</exception>
    public static (int Count, long Bytes) StoredTensors(string path)
    {
        try
        {
            using FileStream file = File.OpenRead(path);
            using var archive = new ZipArchive(file, ZipArchiveMode.Read);
            ZipArchiveEntry[] data = [.. archive.Entries.Where(entry => entry.FullName.Split('/') is [_, "data" or "constants", { Length: > 0 }])];
            // PyTorch stores tensors as they are. What the directory says is anybody's word; sums of lengths within the file's cannot overflow.
            if (Array.Find(data, entry => entry.Length != entry.CompressedLength || entry.Length > file.Length) is { } wrong)
            {
                throw new VideoSegException(FaultKind.Input,
                    $"{path}: expected tensors that are stored whole in its {file.Length} bytes, found {WeightFiles.Printable(wrong.FullName)}, which is said to have {wrong.Length}: the file is damaged");
            }

            return (data.Length, data.Sum(entry => entry.Length));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new VideoSegException(FaultKind.Input, $"{path}: expected an archive of PyTorch that can be read: {e.Message}", e);
        }
    }

    /// <summary>Refuses what is no file of weights, and says what to do with it instead.</summary>
    /// <exception cref="VideoSegException">PyTorch wrote it (<see cref="FaultKind.Input"/>).</exception>
    internal static void RequireNone(string path, TorchFileKind kind)
    {
        string? found = kind switch
        {
            TorchFileKind.Script => "a TorchScript program (torch.jit.save). predict, evaluate, process, serve and model tune can run one, model summary tells the little that can be told; nothing else can be done with it here",
            TorchFileKind.Checkpoint => $"a PyTorch checkpoint (torch.save); turn it into weights with: ./videoseg model import {path} -o {System.IO.Path.ChangeExtension(path, ".safetensors")}",
            TorchFileKind.OldCheckpoint => "a PyTorch checkpoint from before PyTorch 1.6; load it in a newer PyTorch, save it again, and turn it into weights with ./videoseg model import",
            TorchFileKind.OtherArchive => "a zip archive that PyTorch did not write",
            TorchFileKind.DamagedArchive => "a zip archive that is cut short or damaged",
            _ => null,
        };
        if (found is not null)
        {
            throw new VideoSegException(FaultKind.Input, $"{path}: expected a safetensors file of weights, found {found}");
        }
    }

    private static TorchFileKind KindOfArchive(Stream file)
    {
        try
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
            var inside = archive.Entries.Select(entry => entry.FullName[(entry.FullName.IndexOf('/', StringComparison.Ordinal) + 1)..]).ToHashSet(StringComparer.Ordinal);
            return !inside.Contains("data.pkl") ? TorchFileKind.OtherArchive
                : inside.Contains("constants.pkl") ? TorchFileKind.Script
                : TorchFileKind.Checkpoint;
        }
        catch (InvalidDataException)
        {
            return TorchFileKind.DamagedArchive;
        }
    }
}
