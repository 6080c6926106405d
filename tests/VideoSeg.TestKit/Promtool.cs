using Xunit;

namespace VideoSeg.TestKit;

/// <summary>Prometheus' own checks of what is written for it.</summary>
public static class Promtool
{
    /// <summary>Runs <c>promtool check metrics</c>: the text format, and Prometheus' advice on names. Exit code 0 all well, 3 advice, others faults.</summary>
    public static Task<ToolRun> CheckMetricsAsync(ReadOnlyMemory<byte> text)
    {
        Assert.SkipUnless(ToolRun.IsInstalled("promtool"), "needs promtool (Debian package prometheus)");
        return ToolRun.RunAsync("promtool", ["check", "metrics"], text);
    }
}
