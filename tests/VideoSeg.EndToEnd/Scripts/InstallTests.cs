using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.EndToEnd.Scripts;

/// <summary>eng/install.sh with a dpkg-query of the test's own, on a PATH without sudo and apt-get.</summary>
public sealed class InstallTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Install_NothingMissing_IsSilent()
    {
        Script script = await Install(installed: "*");

        Assert.Equal((0, "", ""), (script.ExitCode, script.Output, script.Error));
    }

    [Fact]
    public async Task Install_MissingWithoutRights_NamesWhatToAskFor()
    {
        Script script = await Install(installed: "g++ cmake ninja-build pkg-config");

        Assert.Equal(1, script.ExitCode);
        Assert.Contains("missing Debian packages: libavformat-dev", script.Error, StringComparison.Ordinal);
        Assert.Contains("apt-get install --no-install-recommends libavformat-dev", script.Error, StringComparison.Ordinal);
        Assert.DoesNotContain(" cmake", script.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Install_OwnTorchNamed_DoesNotAskForDebians()
    {
        string config = Directory.CreateDirectory(Path.Combine(_folder.Path, "libtorch", "share", "cmake", "Torch")).FullName;
        await File.WriteAllTextAsync(Path.Combine(config, "TorchConfig.cmake"), "", TestContext.Current.CancellationToken);

        Script script = await Install(installed: "", Path.Combine(_folder.Path, "libtorch"));

        Assert.Contains("libavformat-dev", script.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("libtorch-dev", script.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lib torch")]
    [InlineData("none:lib torch")]
    public async Task Install_OwnTorchOfTheLastBuild_DoesNotAskForDebians(string remembered)
    {
        string clone = Directory.CreateDirectory(_folder.File("a clone")).FullName, config = _folder.File("a clone/lib torch/Torch");
        Directory.CreateDirectory(config);
        Directory.CreateDirectory(Path.Combine(clone, "eng"));
        Directory.CreateDirectory(Path.Combine(clone, "artifacts"));
        await File.WriteAllTextAsync(Path.Combine(config, "TorchConfig.cmake"), "", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            Path.Combine(clone, "artifacts", "native-build.prefix"), remembered.Replace("lib torch", Path.Combine(clone, "lib torch"), StringComparison.Ordinal),
            TestContext.Current.CancellationToken);
        foreach (string file in (string[])["install.sh", "lib.sh", "packages.txt"])
        {
            File.Copy(Repository.At("eng", file), Path.Combine(clone, "eng", file));
        }

        Script script = await Install(installed: "", prefix: null, Path.Combine(clone, "eng", "install.sh"));

        Assert.Contains("libavformat-dev", script.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("libtorch-dev", script.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("chromium", true)]
    [InlineData("chromium prometheus", false)]
    public async Task Install_PrometheusForTheTests_DoesNotLeaveAService(string installed, bool masks)
    {
        string bin = Directory.CreateDirectory(Path.Combine(_folder.Path, "bin")).FullName, log = _folder.File("sudo.log");
        WriteTool(bin, "sudo", $"""printf '%s\n' "$*" >>'{log}'""");

        Script script = await Install(installed);

        string[] done = await File.ReadAllLinesAsync(log, TestContext.Current.CancellationToken);
        int mask = Array.IndexOf(done, $"ln -s /dev/null {_folder.Path}/prometheus.service"), install = Array.FindIndex(done, line => line.Contains("apt-get", StringComparison.Ordinal));
        Assert.Equal(0, script.ExitCode);
        Assert.True(install > 0);
        Assert.Equal(masks, mask >= 0 && mask < install);
        Assert.Equal(masks, script.Error.Contains("systemctl unmask prometheus", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Install_HeldPackages_AreThere()
    {
        Script script = await Install(installed: "*", state: "hi");

        Assert.Equal((0, ""), (script.ExitCode, script.Error));
    }

    private Task<Script> Install(string installed, string? prefix = "", string path = "eng/install.sh", string state = "ii")
    {
        string bin = Directory.CreateDirectory(Path.Combine(_folder.Path, "bin")).FullName;
        foreach (string tool in (string[])["bash", "env", "dirname", "awk", "sed", "grep", "readlink", "cat"])
        {
            File.CreateSymbolicLink(Path.Combine(bin, tool), Path.Combine("/usr/bin", tool));
        }

        // An ordinary user, whoever runs the tests; and the packages that the test wants installed.
        WriteTool(bin, "id", "echo 1000");
        WriteTool(bin, "dpkg-query", $"""
            shift 3
            for package; do case " $([ '{installed}' = '*' ] && echo "$package" || echo '{installed}') " in *" $package "*) echo "{state} $package" ;; esac; done
            """);
        return Script.Run(path, [], environment: new Dictionary<string, string?> { ["PATH"] = bin, ["CMAKE_PREFIX_PATH"] = prefix, ["VIDEOSEG_UNIT_FOLDER"] = _folder.Path });
    }

    private static void WriteTool(string folder, string name, string body)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllText(path, $"#!/usr/bin/env bash\n{body}\n");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }
}
