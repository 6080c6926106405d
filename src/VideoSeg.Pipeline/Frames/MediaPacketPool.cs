using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Frames;

/// <summary>The packets of one reader.</summary>
internal sealed class MediaPacketPool : ReferencePool<MediaPacket>
{
    protected override MediaPacket Create()
    {
        AvError.Check(AvNative.PacketCreate(out PacketHandle handle));
        return new MediaPacket(this, handle);
    }
}
