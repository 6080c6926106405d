using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Interop;

[Collection(NativeHandles.Name)]
public sealed class MediaLibraryTests
{
    [Fact]
    public void Versions_NameTheFourLibraries() =>
        Assert.Matches(@"^libavformat [\d.]+, libavcodec [\d.]+, libavfilter [\d.]+, libswscale [\d.]+, libavutil [\d.]+$", MediaLibrary.Versions);

    [Fact]
    public void LiveHandles_WhileAReaderIsOpen_CountIt()
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.Make(folder.File("a.mp4"), "testsrc2=size=64x64:rate=5:duration=1");
        MediaHandleCounts before = MediaLibrary.LiveHandles;
        using var reader = FrameSupport.Open(path);
        reader.Read(out VideoFrame? frame, out _);
        using (frame)
        {
            Assert.Equal(before.Readers + 1, MediaLibrary.LiveHandles.Readers);
            Assert.True(MediaLibrary.LiveHandles.Frames > before.Frames);
        }
    }

    [Fact]
    public void LiveHandles_AfterTranscoding_AreNone()
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.Make(folder.File("a.mp4"), "testsrc2=size=64x64:rate=5:duration=1", "-f", "lavfi", "-i", "sine=duration=1");
        NativeHandles.AssertNoneLeft(() => Transcode.Run(path, folder.File("b.mp4"), new VideoWriterOptions()));
    }

    [Fact]
    public void LiveHandles_AfterAWriterWasAbandoned_AreNone()
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.Make(folder.File("a.mp4"), "testsrc2=size=64x64:rate=5:duration=1");
        NativeHandles.AssertNoneLeft(() =>
        {
            using var reader = FrameSupport.Open(path);
            using var writer = VideoWriter.Create(folder.File("b.mp4"), new VideoWriterOptions(), reader, TestContext.Current.CancellationToken);
            reader.Read(out VideoFrame? frame, out _);
            writer.Write(frame!);
            frame!.Dispose();
        });
    }

    [Fact]
    public void LiveHandles_WhenAFrameOutlivesItsReader_AreNoneOnceItIsDisposed()
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.Make(folder.File("a.mp4"), "testsrc2=size=64x64:rate=5:duration=1");
        NativeHandles.AssertNoneLeft(() =>
        {
            VideoFrame? frame;
            using (var reader = FrameSupport.Open(path))
            {
                reader.Read(out frame, out _);
            }

            Assert.Equal(64, frame!.Width);
            frame.AddReference();
            VideoFrame copy = frame.MakeWritable();
            copy.Dispose();
            frame.Dispose();
        });
    }

    [Fact]
    public void LiveHandles_WhenPacketsAndFragmentsOutliveTheirMakers_AreNoneOnceTheyAreDisposed()
    {
        using var folder = new TemporaryFolder();
        string source = EncodedClip.MakeSource(folder, 5);
        NativeHandles.AssertNoneLeft(() =>
        {
            EncodedClip clip = EncodedClip.Encode(source, new VideoEncoderOptions());
            MediaPacket? fragment;
            using (FragmentMuxer muxer = FragmentMuxer.Create(clip.Format))
            {
                muxer.Send(clip.Packets[0]);
                Assert.True(muxer.TryReceive(out fragment));
                muxer.Send(clip.Packets[1]);
            }

            using (PacketWriter writer = PacketWriter.Open(folder.File("a.mp4"), clip.Format, new PacketWriterOptions(), TestContext.Current.CancellationToken))
            {
                writer.Write(clip.Packets[0]);
            }

            Assert.Throws<VideoSeg.Model.VideoSegException>(() => PacketWriter.Open("rtsp://127.0.0.1:1/a", clip.Format, new PacketWriterOptions(), TestContext.Current.CancellationToken));
            Assert.NotEqual(0, MediaLibrary.LiveHandles.Packets);
            Assert.False(fragment.Data.IsEmpty);
            fragment.Dispose();
            clip.Dispose();
        });
    }
}
