using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Frames;

/// <summary>The frames of one reader or allocator, and memory for copies of them.</summary>
internal sealed class FramePool : ReferencePool<VideoFrame>
{
    private readonly PoolHandle _buffers;

    public FramePool()
    {
        MediaLibrary.EnsureLoaded();
        AvError.Check(AvNative.PoolCreate(out _buffers));
    }

    public PoolHandle Buffers => _buffers;

    protected override VideoFrame Create()
    {
        AvError.Check(AvNative.FrameCreate(out FrameHandle handle));
        return new VideoFrame(this, handle);
    }

    protected override void OnEmpty() => _buffers.Dispose();
}
