using System.Buffers;
using System.Globalization;
using System.Text;

namespace VideoSeg.Host.Metrics.Exposition;

/// <summary>Writes metrics in one of the two formats, in UTF-8. Edges are written alike in both, so that queries for one fit both.</summary>
internal sealed class ExpositionWriter(IBufferWriter<byte> output, ExpositionFormat format)
{
    private bool IsOpenMetrics => format == ExpositionFormat.OpenMetrics;

    /// <summary>An edge as a label's value: always with a point or an exponent.</summary>
    public static string EdgeText(double edge)
    {
        string text = edge.ToString("R", CultureInfo.InvariantCulture).ToLowerInvariant();
        return text.Contains('.', StringComparison.Ordinal) || text.Contains('e', StringComparison.Ordinal) ? text : $"{text}.0";
    }

    /// <summary>Writes a family; nothing where it has no series.</summary>
    public void Write(MetricFamily family)
    {
        MetricSeries[] series = family.Snapshot();
        if (series.Length == 0)
        {
            return;
        }

        // The older format names a counter as its samples are named.
        string name = family.Kind == MetricKind.Counter && !IsOpenMetrics ? $"{family.Name}_total" : family.Name;
        string help = family.Help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        Text($"# HELP {name} {(IsOpenMetrics ? help.Replace("\"", "\\\"", StringComparison.Ordinal) : help)}\n");
        Text($"# TYPE {name} {family.Kind switch { MetricKind.Counter => "counter", MetricKind.Histogram => "histogram", _ => "gauge" }}\n");
        if (IsOpenMetrics && family.Unit.Length > 0)
        {
            Text($"# UNIT {name} {family.Unit}\n");
        }

        foreach (MetricSeries one in series)
        {
            one.Write(this, family);
        }
    }

    /// <summary>Writes a sample.</summary>
    public void Sample(string name, string suffix, MetricLabels labels, double value)
    {
        Text(name);
        Text(suffix);
        if (labels.Utf8.Length > 0)
        {
            output.Write("{"u8);
            output.Write(labels.Utf8);
            output.Write("}"u8);
        }

        output.Write(" "u8);
        Number(value);
        output.Write("\n"u8);
    }

    /// <summary>Writes a bucket of a histogram.</summary>
    public void Bucket(string name, MetricLabels labels, byte[] edge, long count)
    {
        Text(name);
        output.Write("_bucket{"u8);
        output.Write(labels.Utf8);
        output.Write(labels.Utf8.Length > 0 ? ","u8 : ""u8);
        output.Write(edge);
        output.Write("} "u8);
        Number(count);
        output.Write("\n"u8);
    }

    /// <summary>Writes what ends everything.</summary>
    public void End() => output.Write(IsOpenMetrics ? "# EOF\n"u8 : ""u8);

    private void Number(double value)
    {
        if (!double.IsFinite(value))
        {
            output.Write(double.IsNaN(value) ? "NaN"u8 : value > 0 ? "+Inf"u8 : "-Inf"u8);
            return;
        }

        Span<byte> place = output.GetSpan(32);
        value.TryFormat(place, out int written, "R", CultureInfo.InvariantCulture);
        output.Advance(written);
    }

    private void Text(string text) => Encoding.UTF8.GetBytes(text, output);
}
