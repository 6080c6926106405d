using System.Runtime.InteropServices;

namespace VideoSeg.Pipeline.Interop;

/// <summary>The functions of native/av/include/videoseg_av.h, one to one; that header is their documentation.</summary>
internal static unsafe partial class AvNative
{
    private const string Library = "videoseg_av";

    [LibraryImport(Library, EntryPoint = "vsa_abi_version")]
    public static partial AvStatus AbiVersion(int* version);

    [LibraryImport(Library, EntryPoint = "vsa_last_error")]
    public static partial AvStatus LastError(byte* buffer, int capacity);

    [LibraryImport(Library, EntryPoint = "vsa_library_versions")]
    public static partial AvStatus LibraryVersions(byte* buffer, int capacity);

    [LibraryImport(Library, EntryPoint = "vsa_codec_exists", StringMarshalling = StringMarshalling.Utf8)]
    public static partial AvStatus CodecExists(string name, int isEncoder, int* exists);

    [LibraryImport(Library, EntryPoint = "vsa_hardware_kinds")]
    public static partial AvStatus HardwareKinds(byte* buffer, int capacity);

    [LibraryImport(Library, EntryPoint = "vsa_live_counts")]
    public static partial AvStatus LiveCounts(MediaHandleCounts* counts);

    [LibraryImport(Library, EntryPoint = "vsa_interrupt_create")]
    public static partial AvStatus InterruptCreate(out InterruptHandle interrupt);

    [LibraryImport(Library, EntryPoint = "vsa_interrupt_cancel")]
    public static partial AvStatus InterruptCancel(InterruptHandle interrupt);

    [LibraryImport(Library, EntryPoint = "vsa_interrupt_free")]
    public static partial AvStatus InterruptFree(nint interrupt);

    [LibraryImport(Library, EntryPoint = "vsa_pixel_format_describe")]
    public static partial AvStatus PixelFormatDescribe(int id, NativePixelFormat* format);

    [LibraryImport(Library, EntryPoint = "vsa_pixel_format_find", StringMarshalling = StringMarshalling.Utf8)]
    public static partial AvStatus PixelFormatFind(string name, int* id);
}
