using System.Text.Json;
using System.Text.Json.Nodes;
using VideoSeg.Bench.Engine;
using VideoSeg.Bench.Engine.Gpu;
using VideoSeg.EndToEnd.Scripts;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Compile;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Torch;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.EndToEnd.Bench;

/// <summary><c>bench engine --device cuda</c>: what of it can be tested without a GPU, and, with one, that it measures what it should.</summary>
public sealed class GpuBenchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Architectures => new(ArchitectureCatalog.Names);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Engine_OnAGpuThatIsNotThere_EndsWith5AndSaysWhatIsMissing()
    {
        Assert.SkipWhen(TorchRuntime.CudaIsAvailable, "there is a GPU, so nothing is missing");
        Script run = await RunAsync();

        Assert.True(run.ExitCode == 5, run.Output + run.Error);
        Assert.Contains("expected the device cuda:0, found", run.Error, StringComparison.Ordinal);
        Assert.Contains("docs/gpu.md", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Engine_OnAGpu_MeasuresOursAndTellsOfEveryPeer()
    {
        Gpu.Require();
        Script run = await RunAsync("--batches", "1,32", "--precisions", "f16", "--rounds", "1", "--json");

        Assert.True(run.ExitCode == 0, run.Error);
        JsonElement[] results = [.. JsonDocument.Parse(run.LastLine).RootElement.GetProperty("results").EnumerateArray()];
        Assert.Equal(6, results.Length);
        Assert.All(results.Where(result => result.GetProperty("engine").GetString() == "cuda"), result =>
        {
            Assert.False(result.TryGetProperty("refused", out JsonElement refusal), refusal.ToString());
            Assert.InRange(result.GetProperty("p50_ms").GetDouble(), 0.01, result.GetProperty("p99_ms").GetDouble());
            Assert.True(result.GetProperty("floor_arithmetic_ms").GetDouble() > 0);
        });
    }

    [Theory]
    [MemberData(nameof(Architectures))]
    public async Task Script_WalkingTheGraph_FindsTheSameShapesAndWork(string architecture)
    {
        NetworkGraph graph = ArchitectureCatalog.Build(architecture, classes: 2);
        string path = _folder.File("graph.json");
        await File.WriteAllTextAsync(path, GraphJson.Of(graph, 96, 64).ToJsonString(), TestContext.Current.CancellationToken);
        Script run = await Script.Run(Python(), [PyTorch.Script, path]);

        Assert.True(run.ExitCode == 0, run.Error);
        JsonElement found = JsonDocument.Parse(run.LastLine).RootElement;
        Assert.Equal(graph.Nodes.Length, found.GetProperty("nodes").GetInt32());
        Assert.Equal(NetworkCost.Of(graph, 96, 64).MultiplyAccumulates, found.GetProperty("macs").GetInt64());
        Assert.Equal(
            graph.Outputs.Select(_ => "[1, 2, 96, 64]"),
            found.GetProperty("outputs").EnumerateArray().Select(shape => $"[{string.Join(", ", shape.EnumerateArray().Select(size => size.GetInt32()))}]"));
    }

    [Fact]
    public async Task Script_ThatCannotRun_AnswersWhy_AndGoesOn()
    {
        Assert.SkipWhen(TorchRuntime.CudaIsAvailable, "there is a GPU, so the script may run");
        using var process = new EngineProcess(Python(), [PyTorch.Script], []);
        for (int i = 0; i < 2; i++)
        {
            var request = new JsonObject { ["open"] = _folder.File("none.json"), ["weights"] = "none", ["batch"] = 1, ["precision"] = "f16", ["mode"] = "eager", ["device"] = "cuda:0" };
            var fault = await Assert.ThrowsAsync<Model.VideoSegException>(() => process.AskAsync(request, TestContext.Current.CancellationToken));
            Assert.Contains("expected ", fault.Message, StringComparison.Ordinal);
        }
    }

    private static string Python()
    {
        const string python = "/usr/bin/python3";
        Assert.SkipUnless(File.Exists(python), "needs Python (Debian package python3)");
        return python;
    }

    private Task<Script> RunAsync(params string[] arguments) => Script.Run(
        Path.Combine(AppContext.BaseDirectory, "VideoSeg.Bench"),
        [
            "engine", "--device", "cuda", "--model", RandomModel.Write(_folder.File("model.safetensors"), size: 32),
            "--input", Ffmpeg.Make(_folder.File("clip.mp4"), "testsrc2=s=128x96:r=25:d=1", "-c:v", "libx264", "-preset", "ultrafast"), .. arguments,
        ]);
}
