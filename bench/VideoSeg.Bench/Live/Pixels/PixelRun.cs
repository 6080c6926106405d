using VideoSeg.Model;
using VideoSeg.Pipeline.Live;

namespace VideoSeg.Bench.Live.Pixels;

/// <summary>Compares what goes out of a stream, through a lossless codec and back, with what went in, sample for sample.</summary>
internal static class PixelRun
{
    /// <summary>Frames a second of its feed: it is about pixels, not times, and the codec must keep up.</summary>
    private const double Rate = 15;

    /// <summary>Runs a stream and compares.</summary>
    public static async Task<PixelResult> MeasureAsync(LiveBench bench, int frames, CancellationToken cancellationToken)
    {
        string path = Path.Combine(bench.Folder, "live-lossless.mkv");
        using var feed = new CodedFeed(bench.Video, frames, Rate);
        LiveStream stream = bench.Stream("bench-pixels", feed, tellsTouched: true);
        var outlet = new LosslessOutlet(stream.Options.Name, path, bench.Context);
        await using (stream)
        {
            stream.Add(outlet);
            stream.Start();
            feed.Begin();
            await feed.Ended.WaitAsync(cancellationToken);
            using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
            for (int look = 0; look < 400 && (outlet.Queued > 0 || look < 20); look++)
            {
                await looks.WaitForNextTickAsync(cancellationToken);
            }
        }

        if (outlet.Touched.Count == 0)
        {
            throw new VideoSegException(FaultKind.Output, $"expected pictures in '{path}', none came: {outlet.Status.Reason}");
        }

        PixelResult result = PixelComparison.Compare(bench.Video, path, outlet.Touched, feed.Sent);
        File.Delete(path);
        return result;
    }
}
