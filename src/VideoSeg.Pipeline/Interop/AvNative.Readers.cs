using System.Runtime.InteropServices;
using VideoSeg.Pipeline.Capture;

namespace VideoSeg.Pipeline.Interop;

internal static unsafe partial class AvNative
{
    [LibraryImport(Library, EntryPoint = "vsa_reader_open")]
    public static partial AvStatus ReaderOpen(NativeReaderOptions* options, InterruptHandle interrupt, out ReaderHandle reader);

    [LibraryImport(Library, EntryPoint = "vsa_reader_free")]
    public static partial AvStatus ReaderFree(nint reader);

    [LibraryImport(Library, EntryPoint = "vsa_reader_video")]
    public static partial AvStatus ReaderVideo(ReaderHandle reader, NativeVideoInfo* info);

    [LibraryImport(Library, EntryPoint = "vsa_reader_track_count")]
    public static partial AvStatus ReaderTrackCount(ReaderHandle reader, int* count);

    [LibraryImport(Library, EntryPoint = "vsa_reader_track")]
    public static partial AvStatus ReaderTrack(ReaderHandle reader, int index, NativeTrackInfo* info);

    [LibraryImport(Library, EntryPoint = "vsa_reader_container")]
    public static partial AvStatus ReaderContainer(ReaderHandle reader, byte* buffer, int capacity);

    [LibraryImport(Library, EntryPoint = "vsa_reader_tag")]
    public static partial AvStatus ReaderTag(
        ReaderHandle reader, int track, int position, byte* key, int keyCapacity, byte* value, int valueCapacity);

    [LibraryImport(Library, EntryPoint = "vsa_reader_read")]
    public static partial AvStatus ReaderRead(
        ReaderHandle reader, FrameHandle frame, PacketHandle packet, out int kind, ref NativeFrameInfo frameInfo, ref NativePacketInfo packetInfo);

    [LibraryImport(Library, EntryPoint = "vsa_reader_counts_get")]
    public static partial AvStatus ReaderCounts(ReaderHandle reader, VideoReaderStatistics* counts);
}
