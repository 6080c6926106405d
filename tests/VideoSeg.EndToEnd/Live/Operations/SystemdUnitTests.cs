using System.Globalization;
using System.Text.RegularExpressions;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.EndToEnd.Live.Operations;

/// <summary>The unit for systemd, by systemd's own tool.</summary>
public sealed partial class SystemdUnitTests
{
    [Fact]
    public async Task Unit_Verified_IsRight()
    {
        SkipWithoutSystemd();
        using var folder = new TemporaryFolder();
        // The program as it was built stands for the installed one.
        string unit = await File.ReadAllTextAsync(Repository.At("deploy", "systemd", "videoseg.service"), TestContext.Current.CancellationToken);
        string path = folder.File("videoseg.service");
        await File.WriteAllTextAsync(
            path, unit.Replace("/opt/videoseg/bin/videoseg", Path.Combine(AppContext.BaseDirectory, "videoseg"), StringComparison.Ordinal), TestContext.Current.CancellationToken);

        ToolRun verify = await ToolRun.RunAsync("systemd-analyze", ["verify", "--man=no", path]);

        Assert.True(verify.ExitCode == 0 && verify.Text.Length == 0, verify.Text);
    }

    [Fact]
    public async Task Unit_Exposure_IsSmall()
    {
        SkipWithoutSystemd();

        ToolRun security = await ToolRun.RunAsync(
            "systemd-analyze", ["security", "--offline=yes", "--no-pager", Repository.At("deploy", "systemd", "videoseg.service")]);

        Match level = Level().Match(security.Output);
        Assert.True(level.Success, security.Text);
        TestContext.Current.SendDiagnosticMessage($"exposure of the unit, of 10: {level.Groups["level"].Value}");
        // 2 is what systemd calls OK; an unhardened service has 9.6.
        Assert.InRange(double.Parse(level.Groups["level"].Value, CultureInfo.InvariantCulture), 0, 2);
    }

    [Fact]
    public void Unit_Environment_IsThatOfTheLauncher()
    {
        string unit = File.ReadAllText(Repository.At("deploy", "systemd", "videoseg.service")), launcher = File.ReadAllText(Repository.At("eng", "lib.sh"));
        foreach (Match setting in Setting().Matches(launcher).Where(setting => !setting.Groups["value"].Value.Contains('$', StringComparison.Ordinal)))
        {
            Assert.Contains($"Environment={setting.Groups["name"].Value}={setting.Groups["value"].Value}\n", unit, StringComparison.Ordinal);
        }
    }

    private static void SkipWithoutSystemd() => Assert.SkipUnless(ToolRun.IsInstalled("systemd-analyze"), "needs systemd-analyze (Debian package systemd)");

    [GeneratedRegex(@"Overall exposure level for videoseg\.service: (?<level>[0-9.]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Level();

    // export OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-passive}"
    [GeneratedRegex(@"export (?<name>[A-Z_]+)=""\$\{[A-Z_]+:-(?<value>[^""]+)\}""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Setting();
}
