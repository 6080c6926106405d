using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Frames;

public sealed class FrameAllocationTests
{
    [Fact]
    public void Frames_ReadMadeWritableAndWritten_AllocateNothingOnceWarm()
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.Make(folder.File("a.mp4"), "testsrc2=size=64x64:rate=25:duration=6", "-f", "lavfi", "-i", "sine=duration=6", "-c:v", "libx264", "-bf", "2");
        using var reader = FrameSupport.Open(path);
        using var writer = VideoWriter.Create(folder.File("b.mkv"), new VideoWriterOptions { Preset = "ultrafast" }, reader, TestContext.Current.CancellationToken);
        Step(reader, writer, 150);
        long before = GC.GetAllocatedBytesForCurrentThread();
        int packets = Step(reader, writer, 200);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(packets > 10);
        writer.Finish();
    }

    [Fact]
    public void Frames_FromAnAllocator_AllocateNothingOnceWarm()
    {
        using var frames = new FrameAllocator(64, 64, PixelFormat.Yuv420P, new Rational(1, 25), ColorTags.Bt709);
        Step(frames, 10);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Step(frames, 100);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static int Step(VideoReader reader, VideoWriter writer, int reads)
    {
        int packets = 0;
        for (int i = 0; i < reads; i++)
        {
            ReadStatus status = reader.Read(out VideoFrame? frame, out MediaPacket? packet);
            if (status == ReadStatus.Frame)
            {
                frame!.AddReference();
                VideoFrame copy = frame.MakeWritable();
                writer.Write(copy);
                copy.Dispose();
                frame.Dispose();
            }
            else if (status == ReadStatus.Packet)
            {
                packets++;
                writer.Write(packet!);
                packet!.Dispose();
            }
        }

        return packets;
    }

    private static void Step(FrameAllocator frames, int count)
    {
        for (int i = 0; i < count; i++)
        {
            frames.Allocate(i, 1).Dispose();
        }
    }
}
