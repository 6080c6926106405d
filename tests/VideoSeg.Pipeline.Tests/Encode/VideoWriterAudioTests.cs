using VideoSeg.Model;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Encode;

public sealed class VideoWriterAudioTests
{
    private static readonly VideoStreamInfo Video = new() { Width = 64, Height = 64, Format = PixelFormat.Yuv420P, TimeBase = new Rational(1, 25), FrameRate = new Rational(25, 1) };

    [Theory]
    [InlineData("out.mp4")]
    [InlineData("out.mkv")]
    public void WriteAudio_OfATone_IsHeardAtItsPitchAndLength(string name)
    {
        using var folder = new TemporaryFolder();
        string output = folder.File(name);
        var options = new VideoWriterOptions { Audio = new EncodedAudioOptions { SampleRate = 48000, BitRate = 96000 } };
        using (VideoWriter writer = VideoWriter.Create(output, options, Video, [], TestContext.Current.CancellationToken))
        {
            using var frames = new FrameAllocator(64, 64, PixelFormat.Yuv420P, Video.TimeBase, ColorTags.Bt709);
            float[] samples = new float[1920];
            for (int i = 0; i < 50; i++)
            {
                using VideoFrame frame = frames.Allocate(i, 1);
                writer.Write(frame);
                for (int n = 0; n < samples.Length; n++)
                {
                    samples[n] = 0.5f * MathF.Sin(2 * MathF.PI * 1000 * ((i * samples.Length) + n) / 48000);
                }

                writer.WriteAudio(samples);
            }

            writer.Finish();
        }

        Assert.Equal("aac,48000,1", Ffmpeg.Entry(output, "a:0", "codec_name,sample_rate,channels"));
        Ffmpeg.Run("-i", output, "-map", "0:a", "-f", "f32le", folder.File("out.raw"));
        float[] decoded = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(folder.File("out.raw"))).ToArray();
        Assert.InRange(decoded.Length, 96000 - 2048, 96000 + 2048);
        float[] middle = decoded[20000..80000];
        int crossings = middle.Zip(middle.Skip(1)).Count(pair => pair.First < 0 && pair.Second >= 0);
        Assert.InRange(crossings, 1248, 1252); // 1000 Hz for 1.25 s
        Assert.InRange(middle.Max(), 0.45f, 0.55f);
    }

    [Fact]
    public void Create_WithSoundThatTheContainerCannotHold_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var options = new VideoWriterOptions { Codec = "libvpx", Audio = new EncodedAudioOptions() };
        var fault = Assert.Throws<VideoSegException>(() => VideoWriter.Create(folder.File("out.webm"), options, Video, [], TestContext.Current.CancellationToken));
        Assert.Contains("the container webm cannot hold AAC audio", fault.Message, StringComparison.Ordinal);
    }
}
