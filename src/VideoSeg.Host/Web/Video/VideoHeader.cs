using System.Buffers.Binary;

namespace VideoSeg.Host.Web.Video;

/// <summary>The 16 bytes before each access unit or fragment: u8 flags, three zeros, u32 number of the frame (low bits), i64 microseconds on the stream's clock; little-endian.</summary>
internal static class VideoHeader
{
    /// <summary>Bytes that it takes.</summary>
    public const int Length = 16;

    /// <summary>Writes it.</summary>
    public static void Write(Span<byte> destination, VideoFlags flags, long number, long microseconds)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(destination, (uint)flags);
        BinaryPrimitives.WriteUInt32LittleEndian(destination[4..], unchecked((uint)number));
        BinaryPrimitives.WriteInt64LittleEndian(destination[8..], microseconds);
    }

    /// <summary>The same in an array of its own.</summary>
    public static byte[] Of(VideoFlags flags, long number, long microseconds)
    {
        byte[] header = new byte[Length];
        Write(header, flags, number, microseconds);
        return header;
    }
}
