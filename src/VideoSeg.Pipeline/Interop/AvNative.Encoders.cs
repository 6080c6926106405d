using System.Runtime.InteropServices;

namespace VideoSeg.Pipeline.Interop;

internal static unsafe partial class AvNative
{
    [LibraryImport(Library, EntryPoint = "vsa_encoder_open")]
    public static partial AvStatus EncoderOpen(NativeVideoInfo* video, NativeEncoderOptions* options, NativeEncoderInfo* info, out EncoderHandle encoder);

    [LibraryImport(Library, EntryPoint = "vsa_encoder_free")]
    public static partial AvStatus EncoderFree(nint encoder);

    [LibraryImport(Library, EntryPoint = "vsa_encoder_track")]
    public static partial AvStatus EncoderTrack(EncoderHandle encoder, NativeCodedTrack* track);

    [LibraryImport(Library, EntryPoint = "vsa_encoder_headers")]
    public static partial AvStatus EncoderHeaders(EncoderHandle encoder, byte* buffer, int capacity);

    [LibraryImport(Library, EntryPoint = "vsa_encoder_send")]
    public static partial AvStatus EncoderSend(EncoderHandle encoder, FrameHandle frame, long time, long duration, int key);

    [LibraryImport(Library, EntryPoint = "vsa_encoder_send")]
    public static partial AvStatus EncoderEnd(EncoderHandle encoder, nint noFrame, long time, long duration, int key);

    [LibraryImport(Library, EntryPoint = "vsa_encoder_receive")]
    public static partial AvStatus EncoderReceive(EncoderHandle encoder, PacketHandle packet, ref NativePacketInfo info);

    [LibraryImport(Library, EntryPoint = "vsa_encoder_converted")]
    public static partial AvStatus EncoderConverted(EncoderHandle encoder, out long frames);
}
