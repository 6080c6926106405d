using System.Globalization;
using VideoSeg.Pipeline.Live;

namespace VideoSeg.Bench.Live;

/// <summary>Measures streams from within, by the time stamps that each frame carries.</summary>
internal static class InsideRun
{
    /// <summary>Measures so many streams at once, each with a feed of its own.</summary>
    public static async Task<LiveResult> MeasureAsync(LiveBench bench, DeliveryMode delivery, int count, int frames, CancellationToken cancellationToken)
    {
        var feeds = new List<CodedFeed>();
        var streams = new List<LiveStream>();
        var probes = new List<ProbeOutlet>();
        try
        {
            for (int i = 0; i < count; i++)
            {
                feeds.Add(new CodedFeed(bench.Video, frames));
                streams.Add(bench.Stream(string.Create(CultureInfo.InvariantCulture, $"bench-{i + 1}"), feeds[i], delivery));
                probes.Add(new ProbeOutlet(streams[i].Options.Name, bench.Video, bench.Context));
                streams[i].Add(probes[i]);
                streams[i].Start();
                feeds[i].Begin();
            }

            await Task.WhenAll(feeds.Select(feed => feed.Ended)).WaitAsync(cancellationToken);
            await Task.WhenAll(streams.Select((stream, i) => ArrivedAsync(stream, feeds[i], cancellationToken)));
        }
        finally
        {
            foreach (LiveStream stream in streams)
            {
                await stream.DisposeAsync();
            }

            feeds.ForEach(feed => feed.Dispose());
        }

        var result = new LiveResult(bench.Video);
        for (int i = 0; i < count; i++)
        {
            result.Add(feeds[i], streams[i].Status, probes[i], bench.WarmUp);
        }

        return result;
    }

    /// <summary>Waits until what was sent has come, for two seconds at most: what the decoder cannot use does not come.</summary>
    private static async Task ArrivedAsync(LiveStream stream, CodedFeed feed, CancellationToken cancellationToken)
    {
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (int look = 0; look < 100 && stream.Status.Frames.Captured < feed.Sent; look++)
        {
            await looks.WaitForNextTickAsync(cancellationToken);
        }
    }
}
