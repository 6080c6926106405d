using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.EndToEnd.Scripts;

/// <summary>run.sh: what it hands to the program, from another folder and through a link.</summary>
public sealed class RunTests : IDisposable
{
    private readonly ScriptTree _tree = new("run.sh", "eng/lib.sh");

    public RunTests()
    {
        _tree.Write("eng/install.sh", "echo installing >&2");
        _tree.Write("eng/build.sh", "echo building >&2");
        _tree.Write("videoseg", """printf '<%s>' "$@" """);
        _tree.Write("samples/videos/colonoscopy-sample.mp4", "");
        File.CreateSymbolicLink(Path.Combine(_tree.Around, "link.sh"), _tree.At("run.sh"));
        File.WriteAllText(Path.Combine(_tree.Around, "my in.mp4"), "");
    }

    public void Dispose() => _tree.Dispose();

    [Theory]
    [InlineData("<process><CLONE/samples/videos/colonoscopy-sample.mp4><-o><CLONE/out/colonoscopy-sample-annotated.mp4><--overwrite>")]
    [InlineData("<process><CLONE/samples/videos/colonoscopy-sample.mp4><-o><CLONE/out/colonoscopy-sample-annotated.mp4><--overwrite><--overlay><fill>", "--overlay", "fill")]
    [InlineData("<process><my in.mp4><-o><CLONE/out/my in-annotated.mp4><--overwrite><--json>", "my in.mp4", "--json")]
    [InlineData("<process><my in.mp4><-o><b c.mp4>", "my in.mp4", "-o", "b c.mp4")]
    [InlineData("<process><my in.mp4><--output=b.mp4>", "my in.mp4", "--output=b.mp4")]
    [InlineData("<process><rtsp://room/1.ts?x=/y><-o><CLONE/out/1-annotated.mp4><--overwrite>", "rtsp://room/1.ts?x=/y")]
    public async Task Run_Arguments_ReachTheProgram(string expected, params string[] arguments)
    {
        Script script = await Script.Run(Path.Combine(_tree.Around, "link.sh"), arguments, folder: _tree.Around);

        Assert.Equal((0, "installing\nbuilding\n"), (script.ExitCode, script.Error));
        Assert.Equal(expected.Replace("CLONE", _tree.At("").TrimEnd('/'), StringComparison.Ordinal), script.Output);
    }

    [Fact]
    public async Task Run_Help_TellsTheUsage()
    {
        Script script = await Script.Run(_tree.At("run.sh"), ["--help"]);

        Assert.Equal((0, ""), (script.ExitCode, script.Error));
        Assert.Contains("Usage: ./run.sh [INPUT]", script.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_InputMissing_EndsWithAnInputFaultBeforeAnythingIsInstalled()
    {
        Script script = await Script.Run(_tree.At("run.sh"), ["nothing.mp4"]);

        Assert.Equal(3, script.ExitCode);
        Assert.StartsWith("videoseg: error: expected a video to read, found nothing at 'nothing.mp4'", script.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SdkOfAnotherVersion_IsToldBeforeAnythingIsInstalled()
    {
        _tree.Write("bin/dotnet", "echo 8.0.100");
        Script script = await Script.Run(
            _tree.At("run.sh"), [], environment: new Dictionary<string, string?> { ["PATH"] = $"{_tree.At("bin")}:{Environment.GetEnvironmentVariable("PATH")}" });

        Assert.Equal((1, "videoseg: error: expected a .NET SDK 10, found 8.0.100\n"), (script.ExitCode, script.Error));
    }
}
