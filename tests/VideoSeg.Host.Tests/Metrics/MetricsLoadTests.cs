using System.Diagnostics.Metrics;
using VideoSeg.Host.Metrics;
using VideoSeg.Pipeline.Live.Metrics;
using Xunit;

namespace VideoSeg.Host.Tests.Metrics;

/// <summary>Recording from many threads, with many tags, for long.</summary>
public sealed class MetricsLoadTests
{
    [Fact]
    public async Task Record_FromManyThreadsWhileCollecting_LosesNothing()
    {
        const int threads = 6, rounds = 5000;
        using var test = new TestExporter();
        Counter<long> counter = test.Meter.CreateCounter<long>("c");
        Histogram<double> histogram = test.Meter.CreateHistogram("h", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1.5] });
        using var start = new Barrier(threads + 1);
        Task[] recording = [.. Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (int i = 0; i < rounds; i++)
                {
                    counter.Add(1, new KeyValuePair<string, object?>("key", (i + thread) % 50));
                    histogram.Record(i % 3, new KeyValuePair<string, object?>("key", "one"));
                }
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        Task all = Task.WhenAll(recording);
        start.SignalAndWait();
        var torn = new List<string>();
        while (!all.IsCompleted)
        {
            string[] now = test.Samples();
            torn.AddRange(now.Any(line => line.StartsWith("h_", StringComparison.Ordinal)) && Value(now, "h_count") != Value(now, "le=\"+Inf\"") ? now : []);
        }

        await all;
        string[] samples = test.Samples();
        Assert.Empty(torn);
        Assert.Equal(Enumerable.Repeat((double)threads * rounds / 50, 50), samples.Where(line => line[0] == 'c').Select(ValueOf));
        Assert.Equal(threads * rounds, Value(samples, "h_count"));
        Assert.Equal(threads * Enumerable.Range(0, rounds).Sum(i => i % 3), Value(samples, "h_sum"));
        Assert.Equal(threads * Enumerable.Range(0, rounds).Count(i => i % 3 == 0), Value(samples, "le=\"0.5\""));
    }

    [Fact]
    public void Record_MoreTagsThanMayBe_FoldsTheRestAndCountsIt()
    {
        using var test = new TestExporter(maxSeries: 3, MetricsExporter.MeterName);
        Counter<int> counter = test.Meter.CreateCounter<int>("c");
        for (int i = 0; i < 10; i++)
        {
            counter.Add(1, new KeyValuePair<string, object?>("id", i % 8));
        }

        test.Samples(); // what was folded is told of in the next collection
        string[] samples = test.Samples();

        Assert.Equal(
            ["c_total{id=\"0\"} 2", "c_total{id=\"1\"} 2", "c_total{id=\"2\"} 1", "c_total{otel_metric_overflow=\"true\"} 5"],
            samples.Where(line => line[0] == 'c'));
        Assert.Contains("videoseg_metrics_folded_total{metric=\"c\"} 5", samples);
    }

    [Fact]
    public void Record_AfterSeriesHaveEnded_HasRoomAgain()
    {
        using var test = new TestExporter(maxSeries: 2);
        bool alive = true;
        test.Exporter.EndSeries(labels => labels.Find("stream") is not { } name || alive || name == "new");
        Counter<int> counter = test.Meter.CreateCounter<int>("c");
        foreach (string stream in (string[])["a", "b", "c"])
        {
            counter.Add(1, new KeyValuePair<string, object?>("stream", stream));
        }

        alive = false;
        test.Samples();
        counter.Add(1, new KeyValuePair<string, object?>("stream", "new"));

        Assert.Contains("c_total{stream=\"new\"} 1", test.Samples());
    }

    [Fact]
    public void Record_OfLiveStreams_AllocatesNothing()
    {
        using var exporter = new MetricsExporter(new MetricsOptions { Meters = [LiveInstruments.MeterName], MaxSeries = 2 });
        using var instruments = new LiveInstruments();
        KeyValuePair<string, object?> stream = new("stream", "allocation-test"), outcome = new("outcome", "delivered"), kind = new("kind", "work");
        object[] manyNames = [.. Enumerable.Range(0, 8).Select(i => $"stream-{i}")];
        void Record(int i)
        {
            instruments.AddedDelay.Record(0.001 * i, stream);
            instruments.Frames.Add(1, stream, outcome);
            instruments.StageDuration.Record(0.002, stream, new("stage", "overlay"), kind);
            instruments.EngineBusy.Add(0.02);
            instruments.BatchSize.Record(2);
            instruments.Detections.Add(1, new KeyValuePair<string, object?>("stream", manyNames[i % manyNames.Length])); // most of them folded
        }

        for (int i = 0; i < 100; i++)
        {
            Record(i);
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 1000; i++)
        {
            Record(i);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static double Value(string[] samples, string part) => ValueOf(samples.Single(line => line.Contains(part, StringComparison.Ordinal)));

    private static double ValueOf(string sample) => double.Parse(sample[(sample.LastIndexOf(' ') + 1)..]);
}
