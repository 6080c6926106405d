using System.Runtime.InteropServices;

namespace VideoSeg.Model.Images;

/// <summary>native/image/include/videoseg_image.h, one to one.</summary>
internal static unsafe partial class ImageNative
{
    public const int AbiVersion = 1;
    public const int PaletteIndices = 1;
    private const string Library = "videoseg_image";

    [LibraryImport(Library)]
    public static partial int vsi_abi_version(out int version);

    [LibraryImport(Library)]
    public static partial int vsi_last_error(byte* buffer, int capacity);

    [LibraryImport(Library)]
    public static partial int vsi_library_versions(byte* buffer, int capacity);

    [LibraryImport(Library)]
    public static partial int vsi_probe(byte* data, long size, int flags, out ImageHeader info);

    [LibraryImport(Library)]
    public static partial int vsi_decode(byte* data, long size, int flags, byte* pixels, long stride, long capacity);

    [LibraryImport(Library)]
    public static partial int vsi_blob_data(ImageBlobHandle blob, out byte* data, out long size);

    [LibraryImport(Library)]
    public static partial int vsi_blob_free(nint blob);

    [LibraryImport(Library)]
    public static partial int vsi_live_blobs(out long count);

    [LibraryImport(Library)]
    public static partial int vsi_encode_jpeg(
        byte* pixels, long stride, int width, int height, int channels, int quality, int subsampling, out ImageBlobHandle blob);

    [LibraryImport(Library)]
    public static partial int vsi_encode_png(
        byte* pixels, long stride, int width, int height, int channels, int bits, int level, out ImageBlobHandle blob);

    [LibraryImport(Library)]
    public static partial int vsi_encode_tiff(
        byte* pixels, long stride, int width, int height, int channels, int bits, out ImageBlobHandle blob);
}
