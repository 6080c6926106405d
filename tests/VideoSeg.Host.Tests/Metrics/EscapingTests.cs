using System.Diagnostics.Metrics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using VideoSeg.Host.Metrics.Exposition;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Host.Tests.Metrics;

/// <summary>Whatever text is in a label or a description, Prometheus reads the same text.</summary>
public sealed class EscapingTests
{
    private static readonly string[] Awkward = ["\\n", "\\", "\"", "\n", "a\\\"b\n", "{}=,", "ü€𝄞", "\ud800", "\r\n", "\0", " ", "# EOF", "a\u2028b"];

    [Fact]
    public async Task Collect_AnyText_IsReadAsItWas()
    {
        string[] texts = [.. Awkward, .. Sample<string>().Select(text => text ?? "")];
        using var test = new TestExporter();
        foreach ((int i, string text) in texts.Index())
        {
            test.Meter.CreateCounter<int>($"c{i}", description: $"x{text}x").Add(i, new("text", text), new("number", i));
        }

        IReadOnlyList<OpenMetricsFamily> families = await OpenMetricsParser.ParseAsync(test.Bytes(ExpositionFormat.OpenMetrics));
        ToolRun check = await Promtool.CheckMetricsAsync(test.Bytes());

        string[] expected = [.. texts.Select((text, i) => $"{i}:{Clean(text)}:x{Clean(text)}x").Order(StringComparer.Ordinal)];
        Assert.Equal(expected, families.SelectMany(family => family.Samples.Select(
            sample => $"{double.Parse(sample.Value)}:{sample.Labels.GetValueOrDefault("text", "")}:{family.Help}")).Order(StringComparer.Ordinal));
        Assert.Equal((0, ""), (check.ExitCode, check.Text));
    }

    [Fact]
    public async Task Collect_AnyNumber_IsReadAsItWas()
    {
        double[] numbers = [.. Sample<double>().Where(number => !double.IsNaN(number)), 0, -0.0, 1e300, 5e-324, double.PositiveInfinity];
        using var test = new TestExporter();
        Gauge<double> gauge = test.Meter.CreateGauge<double>("g");
        foreach ((int i, double number) in numbers.Index())
        {
            gauge.Record(number, new KeyValuePair<string, object?>("i", i));
        }

        IReadOnlyList<OpenMetricsFamily> families = await OpenMetricsParser.ParseAsync(test.Bytes(ExpositionFormat.OpenMetrics));
        ToolRun check = await Promtool.CheckMetricsAsync(test.Bytes());

        Assert.Equal(numbers, families.Single().Samples.OrderBy(sample => int.Parse(sample.Labels["i"]))
            .Select(sample => sample.Value switch { "inf" => double.PositiveInfinity, "-inf" => double.NegativeInfinity, _ => double.Parse(sample.Value) }));
        Assert.Equal(0, check.ExitCode == 3 ? 0 : check.ExitCode); // it advises against so short a name without help
    }

    // The same in every run.
    private static IEnumerable<T> Sample<T>() => ArbMap.Default.GeneratorFor<T>().Sample(200, new Rnd(20260), 200);

    private static string Clean(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
}
