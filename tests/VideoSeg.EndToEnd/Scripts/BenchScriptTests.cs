using Xunit;

namespace VideoSeg.EndToEnd.Scripts;

/// <summary>bench.sh: what it hands to the benchmarks, and where they run.</summary>
public sealed class BenchScriptTests : IDisposable
{
    private readonly ScriptTree _tree = new("bench.sh", "eng/lib.sh");

    public BenchScriptTests()
    {
        _tree.Write("eng/build.sh", """echo "building $1" >&2""");
        _tree.Write("artifacts/bin/VideoSeg.Bench/release/VideoSeg.Bench", """printf '<%s>' "$PWD" "$OMP_NUM_THREADS" "$@" """);
    }

    public void Dispose() => _tree.Dispose();

    [Fact]
    public async Task Bench_Arguments_ReachTheProgramInTheClone()
    {
        Script script = await Script.Run(
            _tree.At("bench.sh"), ["soak", "2000", "--json"], environment: new Dictionary<string, string?> { ["OMP_NUM_THREADS"] = "3" }, folder: _tree.Around);

        Assert.Equal((0, "building bench\n", $"<{_tree.At("").TrimEnd('/')}><3><soak><2000><--json>"), (script.ExitCode, script.Error, script.Output));
    }

    [Theory]
    [InlineData(0, "")]
    [InlineData(1, "measuring without ONNX Runtime")]
    public async Task Bench_Engine_InstallsOnnxRuntimeAndGoesOnWithout(int installation, string said)
    {
        _tree.Write("eng/onnxruntime.sh", $"echo installing >&2; exit {installation}");
        Script script = await Script.Run(_tree.At("bench.sh"), ["engine", "--json"]);

        Assert.Equal(0, script.ExitCode);
        Assert.StartsWith("building bench\ninstalling\n", script.Error, StringComparison.Ordinal);
        Assert.Contains(said, script.Error, StringComparison.Ordinal);
        Assert.EndsWith("<engine><--json>", script.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help", 0, "Usage: ./bench.sh file")]
    [InlineData("nothing", 2, "expected the name of a benchmark (file, soak, engine, live, streams), found 'nothing'")]
    public async Task Bench_HelpOrAnUnknownName_BuildsNothing(string argument, int exitCode, string said)
    {
        Script script = await Script.Run(_tree.At("bench.sh"), [argument]);

        Assert.Equal(exitCode, script.ExitCode);
        Assert.Contains(said, script.Output + script.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("building", script.Error, StringComparison.Ordinal);
    }
}
