using VideoSeg.Model;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Capture;

[Collection(NativeHandles.Name)]
public sealed class VideoReaderDamageTests
{
    [Fact]
    public void Frames_OfADamagedStream_AreCountedAndReadOn()
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.Make(folder.File("a.ts"), "testsrc2=size=160x120:rate=25:duration=4", "-c:v", "mpeg2video", "-g", "10");
        byte[] bytes = File.ReadAllBytes(path);
        var random = new Random(3);
        for (int i = bytes.Length / 2; i < bytes.Length * 6 / 10; i++)
        {
            if (i % 188 > 20)
            {
                bytes[i] = (byte)random.Next(256);
            }
        }

        File.WriteAllBytes(path, bytes);
        using VideoReader reader = FrameSupport.Open(path);
        int frames = 0;
        int corrupt = 0;
        long lastTime = 0;
        FrameSupport.ReadAll(reader, frame =>
        {
            frames++;
            corrupt += frame.IsCorrupt ? 1 : 0;
            lastTime = frame.PresentationTime;
        });
        Assert.Equal(frames, reader.Statistics.Frames);
        Assert.Equal(corrupt, reader.Statistics.CorruptFrames);
        Assert.True(corrupt + reader.Statistics.DecodeErrors > 0);
        Assert.InRange(frames, 80, 100);
        Assert.True(lastTime - reader.Video.StartTime > 3.9 * 90000);
    }

    [Theory]
    [InlineData("a.mkv", "-c:v libx264")]
    [InlineData("a.ts", "-c:v libx264")]
    [InlineData("a.mp4", "-c:v libx264 -movflags frag_keyframe+empty_moov -g 5")]
    public void Frames_OfATruncatedFile_AreThoseThatAreThere(string name, string arguments)
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.Make(folder.File(name), "testsrc2=size=96x64:rate=25:duration=2", [.. arguments.Split(' '), "-bf", "2"]);
        string[] whole = FrameSupport.Each(path, FrameSupport.Hash);
        byte[] bytes = File.ReadAllBytes(path);
        File.WriteAllBytes(path, bytes[..(bytes.Length * 7 / 10)]);
        string[] part = FrameSupport.Each(path, FrameSupport.Hash);
        Assert.InRange(part.Length, 20, 45);
        Assert.Equal(whole.Take(part.Length - 4), part.Take(part.Length - 4)); // the last ones may lack their references
    }

    [Theory]
    [InlineData("a.mp4", "-c:v libx264 -c:a aac")]
    [InlineData("a.mkv", "-c:v ffv1 -c:a flac")]
    [InlineData("a.avi", "-c:v mpeg4 -c:a mp3")]
    [InlineData("a.ts", "-c:v mpeg2video -c:a mp2")]
    public void Read_OfMutatedFiles_NeverCrashesOrLeaks(string name, string arguments)
    {
        using var folder = new TemporaryFolder();
        string path = Ffmpeg.Make(folder.File(name), "testsrc2=size=64x48:rate=10:duration=1", ["-f", "lavfi", "-i", "sine=duration=1", .. arguments.Split(' ')]);
        byte[] original = File.ReadAllBytes(path);
        var random = new Random(11);
        NativeHandles.AssertNoneLeft(() =>
        {
            for (int round = 0; round < 14; round++)
            {
                File.WriteAllBytes(path, Mutate(original, random));
                ReadWhatThereIs(path);
            }
        });
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        byte[] bytes = (byte[])original.Clone();
        int count = 1 << random.Next(8);
        int reach = random.Next(2) == 0 ? Math.Min(1500, bytes.Length) : bytes.Length; // headers are the delicate part
        for (int i = 0; i < count; i++)
        {
            bytes[random.Next(reach)] = (byte)random.Next(256);
        }

        return random.Next(4) == 0 ? bytes[..random.Next(1, bytes.Length)] : bytes;
    }

    private static void ReadWhatThereIs(string path)
    {
        try
        {
            using VideoReader reader = FrameSupport.Open(path, new VideoReaderOptions { DecoderThreads = 1 });
            FrameSupport.ReadAll(reader, frame => FrameSupport.Hash(frame), packet => Assert.True(packet.Data.Length >= 0));
        }
        catch (VideoSegException fault)
        {
            Assert.Equal(FaultKind.Input, fault.Kind);
        }
    }
}
