using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Live;

/// <summary>The live frames of one stream.</summary>
internal sealed class LiveFramePool : ReferencePool<LiveFrame>
{
    protected override LiveFrame Create() => new(this);
}
