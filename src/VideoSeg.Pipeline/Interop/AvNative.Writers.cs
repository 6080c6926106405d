using System.Runtime.InteropServices;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Interop;

internal static unsafe partial class AvNative
{
    [LibraryImport(Library, EntryPoint = "vsa_container_find", StringMarshalling = StringMarshalling.Utf8)]
    public static partial AvStatus ContainerFind(string url, string? name, NativeContainerInfo* info);

    [LibraryImport(Library, EntryPoint = "vsa_writer_create")]
    public static partial AvStatus WriterCreate(NativeWriterOptions* options, InterruptHandle interrupt, out WriterHandle writer);

    [LibraryImport(Library, EntryPoint = "vsa_writer_free")]
    public static partial AvStatus WriterFree(nint writer);

    [LibraryImport(Library, EntryPoint = "vsa_writer_copy_header")]
    public static partial AvStatus WriterCopyHeader(WriterHandle writer, ReaderHandle reader);

    [LibraryImport(Library, EntryPoint = "vsa_writer_set_tag", StringMarshalling = StringMarshalling.Utf8)]
    public static partial AvStatus WriterSetTag(WriterHandle writer, string key, string value);

    [LibraryImport(Library, EntryPoint = "vsa_writer_add_video")]
    public static partial AvStatus WriterAddVideo(
        WriterHandle writer, NativeVideoInfo* video, NativeEncoderOptions* options, nint source, NativeEncoderInfo* info);

    [LibraryImport(Library, EntryPoint = "vsa_writer_add_audio")]
    public static partial AvStatus WriterAddAudio(WriterHandle writer, int sampleRate, int bitRate);

    [LibraryImport(Library, EntryPoint = "vsa_writer_add_track")]
    public static partial AvStatus WriterAddTrack(WriterHandle writer, ReaderHandle reader, int track);

    [LibraryImport(Library, EntryPoint = "vsa_writer_add_coded")]
    public static partial AvStatus WriterAddCoded(WriterHandle writer, NativeCodedTrack* track, byte* headers);

    [LibraryImport(Library, EntryPoint = "vsa_writer_open")]
    public static partial AvStatus WriterOpen(WriterHandle writer, Rational* videoTimeBase);

    [LibraryImport(Library, EntryPoint = "vsa_writer_write_frame")]
    public static partial AvStatus WriterWriteFrame(WriterHandle writer, FrameHandle frame, long time, long duration);

    [LibraryImport(Library, EntryPoint = "vsa_writer_write_packet")]
    public static partial AvStatus WriterWritePacket(WriterHandle writer, PacketHandle packet);

    [LibraryImport(Library, EntryPoint = "vsa_writer_write_coded")]
    public static partial AvStatus WriterWriteCoded(WriterHandle writer, PacketHandle packet, long shift, long duration);

    [LibraryImport(Library, EntryPoint = "vsa_writer_flush")]
    public static partial AvStatus WriterFlush(WriterHandle writer);

    [LibraryImport(Library, EntryPoint = "vsa_writer_take")]
    public static partial AvStatus WriterTake(WriterHandle writer, PacketHandle packet, ref NativePacketInfo info);

    [LibraryImport(Library, EntryPoint = "vsa_writer_write_audio")]
    public static partial AvStatus WriterWriteAudio(WriterHandle writer, float* samples, int count);

    [LibraryImport(Library, EntryPoint = "vsa_writer_finish")]
    public static partial AvStatus WriterFinish(WriterHandle writer);

    [LibraryImport(Library, EntryPoint = "vsa_writer_counts_get")]
    public static partial AvStatus WriterCounts(WriterHandle writer, VideoWriterStatistics* counts);
}
