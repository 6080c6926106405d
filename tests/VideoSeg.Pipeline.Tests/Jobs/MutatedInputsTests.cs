using VideoSeg.Model;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Jobs;

/// <summary>Damaged and hostile files: each either comes out, as far as it can be read, or is refused in words; nothing crashes, hangs or leaks.</summary>
[Collection(NativeHandles.Name)]
public sealed class MutatedInputsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("a.mp4", "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac")]
    [InlineData("a.mkv", "-c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac")]
    [InlineData("a.avi", "-c:v mjpeg -pix_fmt yuvj420p -c:a pcm_s16le")]
    [InlineData("a.ts", "-c:v mpeg2video -c:a mp2")]
    public async Task Job_OnMutatedFiles_EndsInOrder(string name, string arguments)
    {
        const int Runs = 24;
        string path = _folder.File(name);
        Ffmpeg.Run(["-f", "lavfi", "-i", "testsrc2=size=96x64:rate=25:duration=0.6", "-f", "lavfi", "-i", "sine=duration=0.6", .. arguments.Split(' '), path]);
        byte[] original = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        var random = new Random(17);
        int whole = 0;
        for (int run = 0; run < Runs; run++)
        {
            await File.WriteAllBytesAsync(path, Mutate(original, random), TestContext.Current.CancellationToken);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(TimeSpan.FromMinutes(1));
            whole += await RunAsync(path, limit.Token) ? 1 : 0;
            Assert.False(limit.IsCancellationRequested, $"mutation {run} did not come to an end");
        }

        Assert.InRange(whole, 1, Runs); // the reader bears with some damage
        Assert.Equal(default, MediaLibrary.LiveHandles);
    }

    private async Task<bool> RunAsync(string path, CancellationToken cancellationToken)
    {
        var options = new FileJobOptions
        {
            Input = path,
            Output = _folder.File("out.mkv"),
            Detections = _folder.File("out.jsonl"),
            Writer = new VideoWriterOptions { Codec = "ffv1", Overwrite = true },
        };
        var metrics = new PipelineMetrics("mutated", TimeProvider.System);
        try
        {
            using FileJob job = FileJob.Open(options, metrics, cancellationToken);
            FileJobReport report = await job.RunAsync(new ScriptedSegmenter(), cancellationToken);
            Assert.Equal(report.FramesIn, report.FramesOut);
            return true;
        }
        catch (VideoSegException e)
        {
            Assert.True(e.Kind is FaultKind.Input or FaultKind.Output, e.Message);
            Assert.NotEqual("", e.Message);
            return false;
        }
        finally
        {
            Assert.Equal(0, metrics.Ledger.InFlight);
        }
    }

    /// <summary>Bytes flipped, ranges overwritten, cut out, doubled, or the end cut off.</summary>
    private static byte[] Mutate(byte[] original, Random random)
    {
        byte[] bytes = [.. original];
        for (int i = random.Next(1, 4); i > 0; i--)
        {
            int at = random.Next(bytes.Length), length = Math.Min(random.Next(1, 1 + (bytes.Length / 20)), bytes.Length - at);
            switch (random.Next(6))
            {
                case 0:
                    for (int k = random.Next(1, 40); k > 0; k--)
                    {
                        bytes[random.Next(bytes.Length)] ^= (byte)(1 << random.Next(8));
                    }

                    break;
                case 1:
                    random.NextBytes(bytes.AsSpan(at, length));
                    break;
                case 2:
                    bytes = [.. bytes[..at], .. bytes[(at + length)..]];
                    break;
                case 3:
                    bytes = [.. bytes[..(at + length)], .. bytes[at..]];
                    break;
                case 4:
                    bytes.AsSpan(at, length).Fill(random.Next(2) == 0 ? (byte)0 : (byte)0xFF);
                    break;
                default:
                    bytes = bytes[..Math.Max(at, 100)];
                    break;
            }
        }

        return bytes;
    }
}
