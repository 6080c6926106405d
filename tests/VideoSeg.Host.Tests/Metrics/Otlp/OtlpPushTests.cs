using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using VideoSeg.Host.Metrics;
using VideoSeg.Host.Metrics.Otlp;
using VideoSeg.Pipeline.Live.Metrics;
using Xunit;

namespace VideoSeg.Host.Tests.Metrics.Otlp;

/// <summary>OTLP against a collector that speaks it.</summary>
public sealed class OtlpPushTests
{
    [Theory]
    [InlineData(OtlpProtocol.HttpProtobuf)]
    [InlineData(OtlpProtocol.Grpc)]
    public async Task Flush_ToACollector_SendsWhatWasMeasured(object protocol)
    {
        await using OtlpCollector collector = await OtlpCollector.StartAsync(protocol is OtlpProtocol.Grpc);
        using var instruments = new LiveInstruments();
        using var push = new OtlpPush(
            new OtlpOptions { Endpoint = collector.Endpoint, Protocol = (OtlpProtocol)protocol, Headers = "x-key=secret", Interval = TimeSpan.FromMinutes(10) },
            new MetricsOptions(), TimeProvider.System, NullLogger<OtlpPush>.Instance);
        instruments.AddedDelay.Record(0.004, new KeyValuePair<string, object?>("stream", "a"));
        instruments.Frames.Add(1, new("stream", "a"), new("outcome", "delivered"));

        bool taken = push.Flush(TimeSpan.FromSeconds(30));

        Assert.True(taken);
        Assert.Equal("secret", collector.Key);
        OtlpMetric delay = Assert.Single(collector.Metrics, metric => metric.Name == "videoseg.live.added_delay");
        Assert.Equal(("s", "stream=a"), (delay.Unit, delay.Tags.Single()));
        Assert.Contains(0.00575, delay.Edges);
        OtlpMetric frames = Assert.Single(collector.Metrics, metric => metric.Name == "videoseg.live.frames");
        Assert.Equal(["outcome=delivered", "stream=a"], frames.Tags.Order());
        Assert.Contains(collector.Metrics, metric => metric.Name == "dotnet.gc.heap.total_allocated");
    }

    [Fact]
    public async Task Flush_NobodyThere_SaysSoOnce()
    {
        string endpoint;
        await using (OtlpCollector gone = await OtlpCollector.StartAsync(grpc: false))
        {
            endpoint = gone.Endpoint;
        }

        using var log = new ListLoggerProvider();
        using ILoggerFactory factory = LoggerFactory.Create(logging => logging.AddProvider(log));
        using var instruments = new LiveInstruments();
        using (var push = new OtlpPush(new OtlpOptions { Endpoint = endpoint, Timeout = TimeSpan.FromSeconds(5) }, new MetricsOptions(), TimeProvider.System, factory.CreateLogger<OtlpPush>()))
        {
            instruments.EngineRestarts.Add(1);
            Assert.False(push.Flush(TimeSpan.FromSeconds(30)));
            Assert.False(push.Flush(TimeSpan.FromSeconds(30)));
        }

        string[] faults = [.. log.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal))];
        Assert.Single(faults);
        Assert.Contains("Connection refused", faults[0], StringComparison.Ordinal);
        Assert.DoesNotContain("\n", faults[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, true)]
    [InlineData("https://collector.example.org:4318/v1/metrics", true)]
    [InlineData("collector:4318", false)]
    [InlineData("ftp://collector/", false)]
    [InlineData("http://user:pass@collector:4318/v1/metrics", false)]
    public void Options_Endpoint_IsAnAddressWithoutSecrets(string? endpoint, bool valid)
    {
        var options = new OtlpOptions { Endpoint = endpoint };

        Assert.Equal(valid, Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true));
    }
}
