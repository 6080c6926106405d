using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Frames;

public sealed class VideoFrameTests
{
    private static readonly Rational TimeBase = new(1, 25);

    [Fact]
    public void Members_AfterTheLastReference_Throw()
    {
        using var frames = NewAllocator();
        VideoFrame frame = frames.Allocate(0, 1);
        frame.AddReference();
        frame.Dispose();
        Assert.Equal(16, frame.Width);
        frame.Dispose();
        Assert.Throws<ObjectDisposedException>(() => frame.Width);
        Assert.Throws<ObjectDisposedException>(() => frame.Planes);
        Assert.Throws<ObjectDisposedException>(frame.AddReference);
        Assert.Throws<ObjectDisposedException>(frame.MakeWritable);
        Assert.Throws<ObjectDisposedException>(frame.Dispose);
    }

    [Fact]
    public void Allocate_AfterAFrameCameBack_ReusesIt()
    {
        using var frames = NewAllocator();
        VideoFrame first = frames.Allocate(0, 1);
        first.Dispose();
        using VideoFrame second = frames.Allocate(7, 1);
        Assert.Same(first, second);
        Assert.Equal((1L, 7L, TimeSpan.FromSeconds(0.28)), (second.Index, second.PresentationTime, second.Time));
    }

    [Fact]
    public unsafe void MakeWritable_BySoleOwner_KeepsTheSamplesInPlace()
    {
        using var frames = NewAllocator();
        VideoFrame frame = frames.Allocate(0, 1);
        byte* before = frame.Planes.Plane0;
        using VideoFrame same = frame.MakeWritable();
        Assert.Same(frame, same);
        Assert.True(before == same.Planes.Plane0);
    }

    [Fact]
    public unsafe void MakeWritable_WithOtherReferences_IsACopyWithTheSameContent()
    {
        using var frames = NewAllocator();
        using VideoFrame shared = frames.Allocate(5, 2);
        Fill(shared, 1);
        string before = FrameSupport.Hash(shared);
        shared.AddReference();
        using VideoFrame copy = shared.MakeWritable();
        Assert.NotSame(shared, copy);
        Assert.Equal(before, FrameSupport.Hash(copy));
        Assert.Equal((5L, 2L, TimeBase, 0L), (copy.PresentationTime, copy.Duration, copy.TimeBase, copy.Index));
        copy.Planes.Plane0[0] ^= 255;
        Assert.Equal(before, FrameSupport.Hash(shared));
    }

    [Fact]
    public void MakeWritable_OfDecodedFrames_LeavesTheDecodersPicturesAlone()
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.Make(folder.File("a.mp4"), "testsrc2=size=160x120:rate=25:duration=1", "-c:v", "libx264", "-bf", "2");
        string[] expected = FrameSupport.Each(path, FrameSupport.Hash);
        using var reader = FrameSupport.Open(path);
        var hashes = new List<string>();
        FrameSupport.ReadAll(reader, frame =>
        {
            hashes.Add(FrameSupport.Hash(frame));
            Fill(frame.MakeWritable(), 0);
        });
        Assert.Equal(expected, hashes);
    }

    [Fact]
    public void References_AddedAndGivenUpByManyThreads_EndInThePoolOnce()
    {
        using var frames = NewAllocator();
        VideoFrame frame = frames.Allocate(0, 1);
        Parallel.For(0, 1000, _ =>
        {
            frame.AddReference();
            Assert.Equal(16, frame.Width);
            frame.Dispose();
        });
        frame.Dispose();
        using VideoFrame first = frames.Allocate(1, 1);
        using VideoFrame second = frames.Allocate(2, 1);
        Assert.Same(frame, first);
        Assert.NotSame(frame, second);
    }

    private static FrameAllocator NewAllocator() => new(16, 8, PixelFormat.Yuv420P, TimeBase, ColorTags.Bt709);

    private static unsafe void Fill(VideoFrame frame, byte value)
    {
        ImagePlanes planes = frame.Planes;
        for (int y = 0; y < planes.Height; y++)
        {
            new Span<byte>(planes.Plane0 + (y * planes.Stride0), planes.Width).Fill(value);
        }

        for (int y = 0; y < planes.Height / 2; y++)
        {
            new Span<byte>(planes.Plane1 + (y * planes.Stride1), planes.Width / 2).Fill(value);
            new Span<byte>(planes.Plane2 + (y * planes.Stride2), planes.Width / 2).Fill(value);
        }
    }
}
