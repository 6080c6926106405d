using System.Collections.Immutable;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Images;

/// <summary>Still pictures in files: JPEG, PNG and TIFF. Safe to call from several threads.</summary>
/// <remarks>
/// What a file holds is told by its content. Alpha is dropped, palettes become colours, fewer than 8 bits are scaled up to 8, CMYK becomes
/// RGB, an orientation in EXIF or TIFF is applied; embedded colour profiles are ignored. Damaged, truncated or oversized files
/// (above 65,500 pixels a side or 400 million altogether) are refused.
/// </remarks>
public static class ImageFile
{
    /// <summary>Extensions of the files that can be read and written, lower case, with the dot.</summary>
    public static ImmutableArray<string> Extensions { get; } = [".jpg", ".jpeg", ".png", ".tif", ".tiff"];

    /// <summary>Names and versions of the libraries that read and write pictures: <c>libjpeg-turbo 2.1.5, libpng 1.6.39, libtiff 4.5.0</c>.</summary>
    public static string LibraryVersions => ImageLibrary.Versions;

    /// <summary>Encoded files held in native memory right now; for leak tests.</summary>
    public static long LiveBlobs => ImageBlobHandle.LiveCount;

    /// <summary>Whether the name ends in one of <see cref="Extensions"/>, in any case.</summary>
    public static bool HasKnownExtension(string path) => Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a picture: <see cref="PixelFormat.Gray8"/>, <see cref="PixelFormat.Rgb24"/> or their 16-bit kin.</summary>
    /// <exception cref="VideoSegException">The file cannot be read, is damaged, or is no JPEG, PNG or TIFF (<see cref="FaultKind.Input"/>).</exception>
    public static Picture Read(string path) => ImageDecoder.Decode(ReadBytes(path), path).Picture;

    /// <summary>Decodes a picture from memory; <paramref name="name"/> stands in messages.</summary>
    /// <exception cref="VideoSegException">As for <see cref="Read"/>.</exception>
    public static Picture Decode(ReadOnlySpan<byte> data, string name) => ImageDecoder.Decode(data, name).Picture;

    /// <summary>
    /// Writes a picture in the format of the path's extension. The file appears whole or not at all; one that is there is replaced.
    /// </summary>
    /// <exception cref="VideoSegException">
    /// The extension is unknown, the format cannot hold the picture (JPEG: 8 bit only), or the file cannot be written (<see cref="FaultKind.Output"/>).
    /// </exception>
    public static void Write(string path, Picture picture, ImageEncoding? encoding = null)
    {
        using ImageBlobHandle blob = ImageEncoder.Encode(picture, ContainerOf(path), encoding ?? ImageEncoding.Default, path);
        string temporary = $"{path}.{Guid.NewGuid():N}.part";
        try
        {
            File.WriteAllBytes(temporary, blob.Bytes);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(temporary))
            {
                File.Delete(temporary);
            }

            throw new VideoSegException(FaultKind.Output, $"{path}: cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Encodes a picture in memory.</summary>
    /// <exception cref="VideoSegException">The format cannot hold the picture (<see cref="FaultKind.Output"/>).</exception>
    public static byte[] Encode(Picture picture, ImageContainer container, ImageEncoding? encoding = null)
    {
        using ImageBlobHandle blob = ImageEncoder.Encode(picture, container, encoding ?? ImageEncoding.Default, container.ToString());
        return blob.Bytes.ToArray();
    }

    /// <summary>All bytes of a file; what is wrong with it as a message.</summary>
    internal static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new VideoSegException(FaultKind.Input, $"{path}: expected a picture, found no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Input, $"{path}: cannot be read: {e.Message}", e);
        }
    }

    private static ImageContainer ContainerOf(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".jpg" or ".jpeg" => ImageContainer.Jpeg,
        ".png" => ImageContainer.Png,
        ".tif" or ".tiff" => ImageContainer.Tiff,
        string other => throw new VideoSegException(FaultKind.Output,
            $"{path}: expected a name that ends in one of {string.Join(", ", Extensions)}, found '{other}'"),
    };
}
