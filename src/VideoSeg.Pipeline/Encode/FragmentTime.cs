using System.Buffers.Binary;
using VideoSeg.Model;

namespace VideoSeg.Pipeline.Encode;

/// <summary>The time at which a fragment of MP4 begins (ISO/IEC 14496-12, 8.8.12: <c>moof</c>, <c>traf</c>, <c>tfdt</c>).</summary>
internal static class FragmentTime
{
    private const int BoxHeader = 8;
    private const int FullBoxHeader = 12;

    /// <summary>Puts another time into a fragment with one track.</summary>
    /// <param name="fragment">The fragment's bytes.</param>
    /// <param name="ticks">In the track's time scale.</param>
    public static void Set(Span<byte> fragment, long ticks)
    {
        Span<byte> box = Content(Content(fragment, "moof"u8), "traf"u8);
        Span<byte> time = Find(box, "tfdt"u8)[FullBoxHeader..];
        if (time.Length == sizeof(long))
        {
            BinaryPrimitives.WriteInt64BigEndian(time, ticks);
        }
        else
        {
            BinaryPrimitives.WriteUInt32BigEndian(time, checked((uint)ticks));
        }
    }

    private static Span<byte> Content(Span<byte> boxes, ReadOnlySpan<byte> kind) => Find(boxes, kind)[BoxHeader..];

    private static Span<byte> Find(Span<byte> boxes, ReadOnlySpan<byte> kind)
    {
        while (boxes.Length >= BoxHeader)
        {
            int length = BinaryPrimitives.ReadInt32BigEndian(boxes);
            if (boxes.Slice(4, 4).SequenceEqual(kind))
            {
                return boxes[..length];
            }

            boxes = boxes[length..];
        }

        throw new VideoSegException(FaultKind.Engine, "expected a fragment of MP4, found none.");
    }
}
