using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Tests.Support;

/// <summary>A picture that is encoded at its own pace for ever, as live video comes: each packet waits for its time.</summary>
internal sealed class PacketLoop : IDisposable
{
    private readonly VideoEncoder _encoder;
    private readonly FrameAllocator _frames;
    private readonly System.Diagnostics.Stopwatch _clock = System.Diagnostics.Stopwatch.StartNew();
    private MediaPacket? _last;
    private long _index;

    /// <summary>Frames of the kind of a clip's, whose format the packets have.</summary>
    public PacketLoop(EncodedClip clip)
    {
        Rational timeBase = clip.Format.TimeBase;
        _frames = new FrameAllocator(clip.Format.Width, clip.Format.Height, VideoSeg.Model.Inputs.PixelFormat.Yuv420P, timeBase, clip.Format.Color);
        using VideoFrame frame = _frames.Allocate(0, 1);
        _encoder = VideoEncoder.Open(frame, timeBase, new Rational(30, 1), new VideoEncoderOptions { KeyFrameInterval = TimeSpan.FromMilliseconds(500) });
    }

    /// <summary>The next packet, valid until the one after it.</summary>
    public MediaPacket Next()
    {
        _last?.Dispose();
        TimeSpan early = TimeSpan.FromSeconds(_index / 30.0) - _clock.Elapsed;
        if (early > TimeSpan.Zero)
        {
            TestContext.Current.CancellationToken.WaitHandle.WaitOne(early);
        }

        using VideoFrame frame = _frames.Allocate(_index * 3000, 3000);
        Paint(frame);
        _encoder.Send(frame);
        _index++;
        Assert.True(_encoder.TryReceive(out _last));
        return _last;
    }

    public void Dispose()
    {
        _last?.Dispose();
        _encoder.Dispose();
        _frames.Dispose();
    }

    private unsafe void Paint(VideoFrame frame)
    {
        for (int plane = 0; plane < 3; plane++)
        {
            int height = plane == 0 ? frame.Height : frame.Height / 2;
            new Span<byte>(frame.Planes.Plane(plane), frame.Planes.Stride(plane) * height).Fill((byte)(50 + (_index % 100) + plane));
        }
    }
}
