using System.Runtime.InteropServices;

namespace VideoSeg.Pipeline.Interop;

internal static unsafe partial class AvNative
{
    [LibraryImport(Library, EntryPoint = "vsa_pool_create")]
    public static partial AvStatus PoolCreate(out PoolHandle pool);

    [LibraryImport(Library, EntryPoint = "vsa_pool_free")]
    public static partial AvStatus PoolFree(nint pool);

    [LibraryImport(Library, EntryPoint = "vsa_frame_create")]
    public static partial AvStatus FrameCreate(out FrameHandle frame);

    [LibraryImport(Library, EntryPoint = "vsa_frame_free")]
    public static partial AvStatus FrameFree(nint frame);

    [LibraryImport(Library, EntryPoint = "vsa_frame_clear")]
    public static partial AvStatus FrameClear(FrameHandle frame);

    [LibraryImport(Library, EntryPoint = "vsa_frame_allocate")]
    public static partial AvStatus FrameAllocate(FrameHandle frame, PoolHandle pool, ref NativeFrameInfo info);

    [LibraryImport(Library, EntryPoint = "vsa_frame_make_writable")]
    public static partial AvStatus FrameMakeWritable(FrameHandle frame, PoolHandle pool, ref NativeFrameInfo info);

    [LibraryImport(Library, EntryPoint = "vsa_frame_copy")]
    public static partial AvStatus FrameCopy(FrameHandle frame, FrameHandle source, PoolHandle pool, ref NativeFrameInfo info);

    [LibraryImport(Library, EntryPoint = "vsa_converter_create")]
    public static partial AvStatus ConverterCreate(out ConverterHandle converter);

    [LibraryImport(Library, EntryPoint = "vsa_converter_free")]
    public static partial AvStatus ConverterFree(nint converter);

    [LibraryImport(Library, EntryPoint = "vsa_converter_convert")]
    public static partial AvStatus ConverterConvert(ConverterHandle converter, in NativeFrameInfo source, FrameHandle destination);

    [LibraryImport(Library, EntryPoint = "vsa_packet_create")]
    public static partial AvStatus PacketCreate(out PacketHandle packet);

    [LibraryImport(Library, EntryPoint = "vsa_packet_free")]
    public static partial AvStatus PacketFree(nint packet);

    [LibraryImport(Library, EntryPoint = "vsa_packet_clear")]
    public static partial AvStatus PacketClear(PacketHandle packet);
}
