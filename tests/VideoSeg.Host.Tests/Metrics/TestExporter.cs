using System.Buffers;
using System.Diagnostics.Metrics;
using System.Text;
using VideoSeg.Host.Metrics;
using VideoSeg.Host.Metrics.Exposition;

namespace VideoSeg.Host.Tests.Metrics;

/// <summary>An exporter that listens to one meter, of the test's own.</summary>
internal sealed class TestExporter : IDisposable
{
    public TestExporter(int maxSeries = 1000, params string[] more)
    {
        Meter = new Meter($"Test.{Guid.NewGuid():N}");
        Exporter = new MetricsExporter(new MetricsOptions { Meters = [Meter.Name, .. more], MaxSeries = maxSeries });
    }

    public Meter Meter { get; }

    public MetricsExporter Exporter { get; }

    public byte[] Bytes(ExpositionFormat format = ExpositionFormat.Text)
    {
        var output = new ArrayBufferWriter<byte>();
        Exporter.Collect(output, format);
        return output.WrittenSpan.ToArray();
    }

    public string Text(ExpositionFormat format = ExpositionFormat.Text) => Encoding.UTF8.GetString(Bytes(format));

    public string[] Samples() => [.. Text().Split('\n').Where(line => line.Length > 0 && line[0] != '#')];

    public void Dispose()
    {
        Exporter.Dispose();
        Meter.Dispose();
    }
}
