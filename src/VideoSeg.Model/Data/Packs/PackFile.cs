using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Data.Packs;

/// <summary>
/// A data set in one file, scaled to a network's size: eight bytes <c>VSPACK01</c>, the header's length (32 bits, little endian), the header (JSON), then
/// the pictures' and masks' bytes one after another. Immutable once opened; safe for several threads.
/// </summary>
public sealed class PackFile
{
    /// <summary>Largest file that is read.</summary>
    internal const long MaximumBytes = int.MaxValue - 1024;

    private const int LengthBytes = 4;
    private static readonly byte[] Magic = "VSPACK01"u8.ToArray();

    private readonly byte[] _bytes;
    private readonly PackHeader _header;
    private readonly int[] _starts;

    private PackFile(string path, byte[] bytes, PackHeader header, int[] starts) => (Path, _bytes, _header, _starts) = (path, bytes, header, starts);

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Width and height of pictures and masks in pixels.</summary>
    public int Size => _header.Size;

    /// <summary>How many classes besides the background the masks may hold.</summary>
    public int Kinds => _header.Kinds;

    /// <summary>Number of pictures.</summary>
    public int Count => _header.Pictures.Length;

    /// <summary>Name of a picture.</summary>
    public string Name(int index) => _header.Pictures[index].Name;

    /// <summary>Opens a pack and checks header and checksum; pictures and masks are checked when they are read.</summary>
    /// <exception cref="VideoSegException">It cannot be read, is no pack or is damaged (<see cref="FaultKind.Input"/>).</exception>
    public static PackFile Open(string path)
    {
        byte[] bytes = Read(path);
        try
        {
            int start = Magic.Length + LengthBytes;
            if (bytes.Length < start || !bytes.AsSpan(0, Magic.Length).SequenceEqual(Magic))
            {
                throw Fault(path, "other contents");
            }

            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(Magic.Length));
            if (length < 2 || length > bytes.Length - start)
            {
                throw Fault(path, $"a header of {length} bytes in {bytes.Length}");
            }

            PackHeader header = JsonSerializer.Deserialize(bytes.AsSpan(start, length), PackHeaderJson.Default.PackHeader) ?? throw Fault(path, "no header");
            if (header.Size is < 1 or > 4096 || header.Kinds is < 1 or > 254 || header.Pictures.IsDefaultOrEmpty)
            {
                throw Fault(path, $"{(header.Pictures.IsDefaultOrEmpty ? 0 : header.Pictures.Length)} pictures of {header.Size} pixels and {header.Kinds} classes");
            }

            int[] starts = Starts(path, header, start + length, bytes.Length);
            string hash = Convert.ToHexStringLower(SHA256.HashData(bytes.AsSpan(start + length)));
            return hash == header.Sha256 ? new PackFile(path, bytes, header, starts) : throw Fault(path, "bytes that its checksum does not fit");
        }
        catch (JsonException e)
        {
            throw Fault(path, $"a header that cannot be read ({e.Message})");
        }
    }

    /// <summary>The picture, RGB, <see cref="Size"/> x <see cref="Size"/>.</summary>
    /// <exception cref="VideoSegException">It cannot be decoded, or is of another size or format (<see cref="FaultKind.Input"/>).</exception>
    public Picture ReadImage(int index) => Require(
        ImageFile.Decode(_bytes.AsSpan(_starts[index], _header.Pictures[index].Image), $"{Path}, {Name(index)}"), PixelFormat.Rgb24, Name(index));

    /// <summary>The mask, gray, of the same size: numbers of classes, 0 for background; of one class anything but 0 is it.</summary>
    /// <exception cref="VideoSegException">It cannot be decoded, is of another size or format, or holds a number beyond <see cref="Kinds"/> (<see cref="FaultKind.Input"/>).</exception>
    public Picture ReadMask(int index)
    {
        string what = $"mask of {Name(index)}";
        ReadOnlySpan<byte> bytes = _bytes.AsSpan(_starts[index] + _header.Pictures[index].Image, _header.Pictures[index].Mask);
        Picture mask = Require(ImageFile.Decode(bytes, $"{Path}, {what}"), PixelFormat.Gray8, what);
        int largest = mask.Data.Max();
        return Kinds == 1 || largest <= Kinds ? mask : throw new VideoSegException(FaultKind.Input, $"{Path}, {what}: expected numbers of classes from 0 to {Kinds}, found {largest}");
    }

    /// <summary>Writes a pack: whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="size">Width and height in pixels.</param>
    /// <param name="kinds">How many classes besides the background the masks may hold.</param>
    /// <param name="quality">JPEG quality of the pictures; 0 where they are lossless.</param>
    /// <param name="pictures">Name and encoded picture and mask of each.</param>
    /// <exception cref="VideoSegException">It cannot be written (<see cref="FaultKind.Output"/>).</exception>
    internal static void Write(string path, int size, int kinds, int quality, IReadOnlyList<(string Name, byte[] Image, byte[] Mask)> pictures)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (_, image, mask) in pictures)
        {
            hash.AppendData(image);
            hash.AppendData(mask);
        }

        var header = new PackHeader
        {
            Size = size,
            Kinds = kinds,
            Quality = quality,
            Sha256 = Convert.ToHexStringLower(hash.GetHashAndReset()),
            Pictures = [.. pictures.Select(picture => new PackEntry(picture.Name, picture.Image.Length, picture.Mask.Length))],
        };
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header, PackHeaderJson.Default.PackHeader), length = new byte[LengthBytes];
        BinaryPrimitives.WriteInt32LittleEndian(length, json.Length);
        FileReplacement.Write(path, stream =>
        {
            stream.Write(Magic);
            stream.Write(length);
            stream.Write(json);
            foreach (var (_, image, mask) in pictures)
            {
                stream.Write(image);
                stream.Write(mask);
            }
        });
    }

    private Picture Require(Picture picture, PixelFormat format, string what) => picture.Width == Size && picture.Height == Size && picture.Format == format
        ? picture
        : throw new VideoSegException(FaultKind.Input, $"{Path}, {what}: expected {Size} x {Size} pixels of {format}, found {picture.Width} x {picture.Height} of {picture.Format}");

    private static int[] Starts(string path, PackHeader header, int first, int end)
    {
        int[] starts = new int[header.Pictures.Length];
        long at = first;
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < starts.Length; i++)
        {
            PackEntry entry = header.Pictures[i];
            if (entry is null or { Name: null } or { Image: < 1 } or { Mask: < 1 } || !names.Add(entry.Name) || at + entry.Image + entry.Mask > end)
            {
                throw Fault(path, $"a picture {WeightFiles.Printable(entry?.Name ?? "without a name")} that is there twice or does not fit");
            }

            starts[i] = (int)at;
            at += (long)entry.Image + entry.Mask;
        }

        return at == end ? starts : throw Fault(path, $"{end - at} bytes that belong to no picture");
    }

    private static byte[] Read(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.Exists && file.Length > MaximumBytes ? throw Fault(path, $"{file.Length} bytes, more than can be read") : File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Input, $"{path}: expected a pack of pictures that can be read: {e.Message}", e);
        }
    }

    private static VideoSegException Fault(string path, string found) =>
        new(FaultKind.Input, $"{path}: expected a pack of pictures (./videoseg data pack), found {found}");
}
