using System.Diagnostics;
using System.Globalization;
using VideoSeg.Pipeline.Live.Delivery;

namespace VideoSeg.Bench.Streams;

/// <summary>Measures so many feeds at once. One thread gives all frames, each when it is due; the feeds' frames lie evenly between each other.</summary>
internal static class StreamsRun
{
    /// <summary>What has not come back by then will not.</summary>
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(20);

    /// <summary>Measures.</summary>
    public static async Task<StreamsResult> MeasureAsync(StreamsBench bench, int count, double rate, CancellationToken cancellationToken)
    {
        int warmUp = (int)Math.Ceiling(bench.WarmUp * rate), frames = warmUp + Math.Max(2, (int)Math.Round(bench.Seconds * rate));
        using var network = new NetworkListener(bench.Context.Instruments);
        using var clock = new ProcessClock();
        var feeds = new List<MemoryFeed>();
        int restarts = bench.Hub.Status.Restarts;
        try
        {
            for (int i = 0; i < count; i++)
            {
                feeds.Add(new MemoryFeed(bench.Hub, string.Create(CultureInfo.InvariantCulture, $"feed-{i + 1}"), warmUp));
            }

            void Counts()
            {
                network.Begin();
                clock.Begin();
            }

            await PaceAsync(bench.Frames, feeds, frames, rate, warmUp, Counts, cancellationToken);
            await SettledAsync(feeds, cancellationToken);
            clock.End();
        }
        finally
        {
            feeds.ForEach(feed => feed.Dispose());
            await Task.WhenAll(feeds.Select(feed => feed.Ended));
        }

        return new StreamsResult(feeds, rate, network, clock, bench.Limit, bench.Hub.Status.Restarts - restarts);
    }

    private static async Task PaceAsync(FrameLoop loop, List<MemoryFeed> feeds, int frames, double rate, int warmUp, Action counts, CancellationToken cancellationToken)
    {
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var thread = new Thread(() =>
        {
            UrgentThread.Begin();
            using var signal = new DeadlineSignal(TimeProvider.System);
            using CancellationTokenRegistration stop = cancellationToken.Register(signal.Set);
            long start = Stopwatch.GetTimestamp() + (Stopwatch.Frequency / 10);
            for (int frame = 0; frame < frames && !cancellationToken.IsCancellationRequested; frame++)
            {
                if (frame == warmUp)
                {
                    counts();
                }

                for (int i = 0; i < feeds.Count; i++)
                {
                    long due = start + (long)((frame + ((double)i / feeds.Count)) * Stopwatch.Frequency / rate);
                    signal.WaitUntil(due, cancellationToken);

                    // They all show the same recording, but not the same frame.
                    feeds[i].Give(loop.At(frame + (i * 7)), frame, due);
                }
            }

            ended.SetResult();
        }) { Name = "bench pace", IsBackground = true };
        thread.Start();
        await ended.Task;
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static async Task SettledAsync(List<MemoryFeed> feeds, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!feeds.TrueForAll(feed => feed.IsIdle) && Stopwatch.GetElapsedTime(start) < LongestEnd)
        {
            await looks.WaitForNextTickAsync(cancellationToken);
        }
    }
}
