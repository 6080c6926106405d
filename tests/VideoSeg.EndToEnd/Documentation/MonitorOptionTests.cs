using System.Globalization;
using System.Reflection;
using VideoSeg.Pipeline.Live.Outputs;
using Xunit;

namespace VideoSeg.EndToEnd.Documentation;

/// <summary>The table of a monitor's options in docs/live-monitor.md against the real ones.</summary>
public sealed class MonitorOptionTests
{
    [Fact]
    public void Options_OfAMonitor_AreDocumentedWithTheirDefaults()
    {
        var options = new MonitorOutletOptions();
        var real = typeof(MonitorOutletOptions).GetProperties(BindingFlags.Instance | BindingFlags.Public)
            .Select(property => (property.Name, Default: Text(property.GetValue(options)))).Order();

        Assert.Equal(real, OptionTable.Below("## Options of a monitor")!.Select(row => (row[0], row[^1])).Order());
    }

    private static string Text(object? value) => value switch
    {
        null => "none",
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
