using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace VideoSeg.Host.Metrics;

/// <summary>The labels of a series: clean names in order, values as text, both once for all and ready to be written.</summary>
internal sealed class MetricLabels
{
    // Longer ones are cut: labels are names, not texts.
    private const int MaxValueLength = 256;

    private MetricLabels(ImmutableArray<(string Name, string Value)> pairs)
    {
        Pairs = pairs;
        Text = string.Join(',', pairs.Select(pair => $"{pair.Name}=\"{Escape(pair.Value)}\""));
        Utf8 = Encoding.UTF8.GetBytes(Text);
    }

    /// <summary>Of the series that takes what has no place any more.</summary>
    public static MetricLabels Overflow { get; } = new([("otel_metric_overflow", "true")]);

    /// <summary>Names and values, by name.</summary>
    public ImmutableArray<(string Name, string Value)> Pairs { get; }

    /// <summary><c>a="1",b="2"</c>, escaped; two series are the same where this is.</summary>
    public string Text { get; }

    /// <summary><see cref="Text"/> in UTF-8. Not to be changed.</summary>
    public byte[] Utf8 { get; }

    /// <summary>Of tags in any order. Empty values are left out: to Prometheus they are none. Of tags whose names become the same, the first counts.</summary>
    public static MetricLabels Of(ReadOnlySpan<KeyValuePair<string, object?>> tags, IEnumerable<KeyValuePair<string, object?>>? more = null)
    {
        var pairs = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (KeyValuePair<string, object?> tag in (KeyValuePair<string, object?>[])[.. tags, .. more ?? []])
        {
            string value = Clean(tag.Value switch
            {
                null => "",
                bool flag => flag ? "true" : "false",
                IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
                object other => other.ToString() ?? "",
            });
            if (value.Length > 0)
            {
                pairs.TryAdd(MetricNames.Label(tag.Key), value);
            }
        }

        return new MetricLabels([.. pairs.Select(pair => (pair.Key, pair.Value))]);
    }

    /// <summary>The value of a label; null where there is none of this name.</summary>
    public string? Find(string name) => Pairs.FirstOrDefault(pair => pair.Name == name).Value;

    // Halves of surrogate pairs cannot be written; replaced here, so that what looks the same is the same.
    private static string Clean(string value) =>
        Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(value.Length <= MaxValueLength ? value : value[..MaxValueLength]));

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
}
