using System.Diagnostics.Metrics;
using VideoSeg.Host.Metrics;
using VideoSeg.Host.Metrics.Exposition;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Host.Tests.Metrics;

public sealed class MetricsExporterTests : IDisposable
{
    private readonly TestExporter _test = new();

    private Meter Meter => _test.Meter;

    public void Dispose() => _test.Dispose();

    [Fact]
    public void Collect_InText_IsPrometheus()
    {
        RecordOfEachKind();

        Assert.Equal(
            """
            # HELP delay_seconds How long\nit "takes" \\ lasts.
            # TYPE delay_seconds histogram
            delay_seconds_bucket{stream="a",le="0.00575"} 1
            delay_seconds_bucket{stream="a",le="1.0"} 3
            delay_seconds_bucket{stream="a",le="+Inf"} 4
            delay_seconds_sum{stream="a"} 4.755
            delay_seconds_count{stream="a"} 4
            # HELP frames_total Frames.
            # TYPE frames_total counter
            frames_total{outcome="delivered",stream="a"} 3
            frames_total{outcome="dropped",stream="a"} 1
            # HELP queue Waiting.
            # TYPE queue gauge
            queue -2
            # HELP temperature_celsius temperature
            # TYPE temperature_celsius gauge
            temperature_celsius{room="1"} 20.5

            """,
            _test.Text());
    }

    [Fact]
    public void Collect_InOpenMetrics_NamesUnitsAndEnds()
    {
        RecordOfEachKind();

        Assert.Equal(
            """
            # HELP delay_seconds How long\nit \"takes\" \\ lasts.
            # TYPE delay_seconds histogram
            # UNIT delay_seconds seconds
            delay_seconds_bucket{stream="a",le="0.00575"} 1
            delay_seconds_bucket{stream="a",le="1.0"} 3
            delay_seconds_bucket{stream="a",le="+Inf"} 4
            delay_seconds_sum{stream="a"} 4.755
            delay_seconds_count{stream="a"} 4
            # HELP frames Frames.
            # TYPE frames counter
            frames_total{outcome="delivered",stream="a"} 3
            frames_total{outcome="dropped",stream="a"} 1
            # HELP queue Waiting.
            # TYPE queue gauge
            queue -2
            # HELP temperature_celsius temperature
            # TYPE temperature_celsius gauge
            # UNIT temperature_celsius celsius
            temperature_celsius{room="1"} 20.5
            # EOF

            """,
            _test.Text(ExpositionFormat.OpenMetrics));
    }

    [Fact]
    public async Task Collect_EachKind_PassesPrometheusOwnChecks()
    {
        RecordOfEachKind();

        ToolRun check = await Promtool.CheckMetricsAsync(_test.Bytes());
        IReadOnlyList<OpenMetricsFamily> families = await OpenMetricsParser.ParseAsync(_test.Bytes(ExpositionFormat.OpenMetrics));

        Assert.Equal((0, ""), (check.ExitCode, check.Text));
        Assert.Equal(["delay_seconds histogram seconds", "frames counter ", "queue gauge ", "temperature_celsius gauge celsius"],
            families.Select(family => $"{family.Name} {family.Type} {family.Unit}"));
    }

    [Fact]
    public void Collect_TagsInAnotherOrder_AreTheSameSeries()
    {
        Counter<int> counter = Meter.CreateCounter<int>("c");
        counter.Add(1, new("a", 1), new("b", "2"));
        counter.Add(2, new("b", "2"), new("a", "1"));
        counter.Add(4, new("b", "2"), new("a", 1L), new("empty", ""), new("none", null));

        Assert.Equal(["c_total{a=\"1\",b=\"2\"} 7"], _test.Samples());
    }

    [Fact]
    public void Collect_ObservedInstruments_ShowWhatThereIsNow()
    {
        Measurement<int>[] now = [new(3, new KeyValuePair<string, object?>("stream", "a")), new(4, new KeyValuePair<string, object?>("stream", "b"))];
        Meter.CreateObservableGauge("g", () => now);
        Meter.CreateObservableCounter("c", () => now);
        string[] before = _test.Samples();

        now = [new(5, new KeyValuePair<string, object?>("stream", "b")), new(6, new KeyValuePair<string, object?>("stream", "b"))];

        Assert.Equal(["c_total{stream=\"a\"} 3", "c_total{stream=\"b\"} 4", "g{stream=\"a\"} 3", "g{stream=\"b\"} 4"], before);
        Assert.Equal(["c_total{stream=\"b\"} 11", "g{stream=\"b\"} 6"], _test.Samples());
    }

    [Fact]
    public void Collect_GaugeThatFails_ShowsTheOthersAndCountsIt()
    {
        using var test = new TestExporter(more: MetricsExporter.MeterName);
        test.Meter.CreateObservableGauge<int>("bad", int () => throw new InvalidOperationException("broken"));
        test.Meter.CreateObservableGauge("good", () => 1);
        test.Samples();

        string[] samples = test.Samples();

        Assert.Contains("good 1", samples);
        Assert.Contains("videoseg_metrics_faults_total 1", samples);
    }

    [Fact]
    public void EndSeries_OfAStreamThatIsGone_EndsThemAndCountsAnewLater()
    {
        HashSet<string> alive = ["a"];
        _test.Exporter.EndSeries(labels => labels.Find("stream") is not { } name || alive.Contains(name));
        Counter<long> counter = Meter.CreateCounter<long>("c");
        Histogram<double> histogram = Meter.CreateHistogram("h", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [1] });
        void Record(string stream)
        {
            counter.Add(1, new KeyValuePair<string, object?>("stream", stream));
            histogram.Record(0.5, new KeyValuePair<string, object?>("stream", stream));
        }

        counter.Add(1);
        Record("a");
        Record("b");
        string[] first = _test.Samples();
        alive = [];
        string[] gone = _test.Samples();
        alive = ["a"];
        Record("a");

        Assert.Equal(["c_total 1", "c_total{stream=\"a\"} 1"], first.Where(line => line[0] == 'c'));
        Assert.Equal(["c_total 1"], gone);
        Assert.Equal(["c_total 1", "c_total{stream=\"a\"} 1", "h_bucket{stream=\"a\",le=\"1.0\"} 1"], _test.Samples().Take(3));
    }

    [Fact]
    public void Record_WhatIsNoMeasurement_IsRefusedAndCounted()
    {
        using var test = new TestExporter(more: MetricsExporter.MeterName);
        Counter<double> counter = test.Meter.CreateCounter<double>("c");
        Histogram<double> histogram = test.Meter.CreateHistogram<double>("h", "s");
        counter.Add(1);
        counter.Add(-1);
        counter.Add(double.NaN);
        counter.Add(double.PositiveInfinity);
        histogram.Record(double.NaN);
        test.Meter.CreateGauge<double>("g").Record(double.NegativeInfinity);

        string[] samples = test.Samples();

        Assert.Contains("c_total 1", samples);
        Assert.Contains("g -Inf", samples);
        Assert.Contains("videoseg_metrics_refused_total 4", samples);
        Assert.DoesNotContain(samples, line => line.StartsWith("h_", StringComparison.Ordinal));
    }

    [Fact]
    public void Publish_SameNameTwice_IsOneMetric()
    {
        using var second = new Meter(Meter.Name);
        Meter.CreateCounter<int>("c", "{a}").Add(1);
        second.CreateCounter<long>("c.total", "{b}").Add(2);

        Assert.Equal(["c_total 3"], _test.Samples());
    }

    [Fact]
    public void Publish_SameNameOfAnotherKind_IsLeftOutAndCounted()
    {
        using var test = new TestExporter(more: MetricsExporter.MeterName);
        test.Meter.CreateHistogram<double>("h").Record(1);
        test.Meter.CreateGauge<int>("h.count").Record(7);
        test.Meter.CreateCounter<int>("c").Add(1);
        test.Meter.CreateGauge<int>("c").Record(7);

        string[] samples = test.Samples();

        Assert.Contains("videoseg_metrics_refused_instruments 2", samples);
        Assert.DoesNotContain(samples, line => line.EndsWith(" 7", StringComparison.Ordinal));
    }

    [Fact]
    public void Dispose_OfAMeter_EndsItsMetrics()
    {
        using var other = new Meter(Meter.Name);
        other.CreateCounter<int>("c").Add(1);
        string[] before = _test.Samples();

        other.Dispose();
        string after = _test.Text();
        using var again = new Meter(Meter.Name);
        again.CreateGauge<int>("c").Record(2);

        Assert.Equal(["c_total 1"], before);
        Assert.Equal("", after);
        Assert.Equal(["c 2"], _test.Samples());
    }

    private void RecordOfEachKind()
    {
        Histogram<double> delay = Meter.CreateHistogram("delay", "s", "How long\nit \"takes\" \\ lasts.",
            advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.00575, 1] });
        foreach (double value in (double[])[0.005, 0.75, 1, 3])
        {
            delay.Record(value, new KeyValuePair<string, object?>("stream", "a"));
        }

        Counter<long> frames = Meter.CreateCounter<long>("frames", "{frame}", "Frames.");
        frames.Add(1, new("stream", "a"), new("outcome", "dropped"));
        frames.Add(1, new("stream", "a"), new("outcome", "delivered"));
        frames.Add(2, new("stream", "a"), new("outcome", "delivered"));
        Meter.CreateUpDownCounter<int>("queue", description: "Waiting.").Add(-2);
        Gauge<float> temperature = Meter.CreateGauge<float>("temperature", "Cel");
        temperature.Record(3, new KeyValuePair<string, object?>("room", 1));
        temperature.Record(20.5f, new KeyValuePair<string, object?>("room", 1));
    }
}
