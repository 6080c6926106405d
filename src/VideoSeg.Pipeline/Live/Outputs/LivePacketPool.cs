using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>The packets of one rendition.</summary>
internal sealed class LivePacketPool : ReferencePool<LivePacket>
{
    protected override LivePacket Create() => new(this);
}
