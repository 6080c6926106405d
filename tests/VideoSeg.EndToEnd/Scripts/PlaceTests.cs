using Xunit;

namespace VideoSeg.EndToEnd.Scripts;

/// <summary>The launcher and test.sh called through a link, from another folder, in a clone with a blank in its path.</summary>
public sealed class PlaceTests : IDisposable
{
    private readonly ScriptTree _tree = new("videoseg", "test.sh", "eng/lib.sh");

    public PlaceTests()
    {
        _tree.Write("eng/install.sh", ":");
        _tree.Write("eng/build.sh", ":");
        _tree.Write("eng/onnxruntime.sh", ":");
        File.CreateSymbolicLink(Path.Combine(_tree.Around, "launcher"), _tree.At("videoseg"));
        File.CreateSymbolicLink(Path.Combine(_tree.Around, "tester"), _tree.At("test.sh"));
    }

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task Launcher_ThroughALink_RunsTheProgramWhereItWasCalled()
    {
        _tree.Write("artifacts/bin/VideoSeg.Host/release/videoseg", """printf '<%s>' "$PWD" "$OMP_NUM_THREADS" "$OMP_WAIT_POLICY" "$MALLOC_ARENA_MAX" "$@" """);
        Script script = await Script.Run(
            Path.Combine(_tree.Around, "launcher"), ["process", "my in.mp4", ""],
            environment: new Dictionary<string, string?> { ["OMP_NUM_THREADS"] = "3", ["OMP_WAIT_POLICY"] = null, ["MALLOC_ARENA_MAX"] = null }, folder: _tree.Around);

        Assert.Equal((0, "", $"<{_tree.Around}><3><passive><2><process><my in.mp4><>"), (script.ExitCode, script.Error, script.Output));
    }

    [Fact]
    public async Task Test_ThroughALink_RunsEveryProjectAndSumsUp()
    {
        foreach (string project in (string[])["A.Tests", "VideoSeg.EndToEnd"])
        {
            _tree.Write($"tests/{project}/{project}.csproj", "");
            _tree.Write($"artifacts/bin/{project}/release/{project}", $$"""echo "{{project}} ${@: -2}" """);
        }

        _tree.Write("eng/test-summary.sh", """cd "$1"; grep '' *.exit""");
        Script script = await Script.Run(Path.Combine(_tree.Around, "tester"), ["-class", "*.ATests"], folder: _tree.Around);

        Assert.True(script.ExitCode == 0, script.Error);
        Assert.Equal("A.Tests -class *.ATests\nVideoSeg.EndToEnd -class *.ATests\nA.Tests.exit:0\nVideoSeg.EndToEnd.exit:0\n", script.Output);
    }
}
