using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using VideoSeg.Bench.Engine;
using VideoSeg.EndToEnd.Scripts;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd.Bench;

/// <summary><c>bench engine</c> measures what it should; how fast anything is no test asks. The network has learnt nothing and sees 32 x 32 pixels.</summary>
public sealed class EngineBenchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string[] _arguments;

    public EngineBenchTests() => _arguments =
    [
        "engine", "--model", RandomModel.Write(_folder.File("model.safetensors"), size: 32),
        "--input", Ffmpeg.Make(_folder.File("clip.mp4"), "testsrc2=s=128x96:r=25:d=1", "-c:v", "libx264", "-preset", "ultrafast"),
        "--threads", "1", "--rounds", "2",
    ];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Engine_SeveralBatches_MeasuresEveryEngineAtEach()
    {
        Assert.SkipWhen(OnnxRuntime.Missing is not null, $"needs ONNX Runtime: {OnnxRuntime.Missing}");
        Script run = await RunAsync([.. _arguments, "--batches", "1,3", "--json"]);

        Assert.True(run.ExitCode == 0, run.Error);
        JsonElement json = JsonDocument.Parse(run.LastLine).RootElement;
        JsonElement[] results = [.. json.GetProperty("results").EnumerateArray()];
        string[] engines = [.. Candidate.All.Select(candidate => $"{candidate.Engine} {candidate.Precision}")];
        Assert.Equal(
            new[] { 1, 3 }.SelectMany(batch => engines.Select(engine => $"{engine} {batch}")),
            results.Select(result => $"{result.GetProperty("engine").GetString()} {result.GetProperty("precision").GetString()} {result.GetProperty("batch").GetInt32()}"));
        Assert.All(results.Where(result => !result.TryGetProperty("refused", out _)), result =>
        {
            double median = result.GetProperty("median_ms").GetDouble();
            Assert.InRange(median, Math.Max(result.GetProperty("fastest_ms").GetDouble(), 1e-3), result.GetProperty("slowest_ms").GetDouble());
            Assert.InRange(result.GetProperty("peak_mb").GetDouble(), 20, 10_000);
            Assert.True(result.GetProperty("start_seconds").GetDouble() > median / 1000);
        });
        Assert.All(
            results.Where(result => result.GetProperty("engine").GetString() is "onnxruntime" or "libtorch" && (Avx512F.IsSupported || result.GetProperty("precision").GetString() == "f32")),
            result => Assert.False(result.TryGetProperty("refused", out _)));
        Assert.Equal("ONNX Runtime 1.", results[0].GetProperty("description").GetString()![..15]);

        // The ratios are those of the first setting, and of what they say they are.
        JsonElement ratios = json.GetProperty("ratio_to_onnxruntime");
        JsonElement own = results.First(result => result.GetProperty("engine").GetString() == "onednn" && result.GetProperty("precision").GetString() == "f32");
        double expected = own.GetProperty("median_ms").GetDouble() / results[0].GetProperty("median_ms").GetDouble();
        Assert.InRange(ratios.GetProperty("f32").GetDouble() / expected, 0.99, 1.01); // both are rounded to three digits after the point
        Assert.True(ratios.TryGetProperty("bf16", out _));
    }

    [Fact]
    public async Task Engine_WithoutNode_SaysSoAndMeasuresTheOthers()
    {
        Script run = await RunAsync([.. _arguments, "--batches", "1"], path: "/nowhere");

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("  onnxruntime, f32: refused: expected ", run.Output, StringComparison.Ordinal);
        Assert.Contains("\n  libtorch, f32 ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Engine_ABatchThatAnEngineRefuses_IsTold()
    {
        // The largest that may be asked for is 16, which all take; so ask the engine's own process for more.
        using var worker = new EngineProcess(Path.Combine(AppContext.BaseDirectory, "VideoSeg.Bench"), [EngineWorker.CommandName], []);
        var request = new System.Text.Json.Nodes.JsonObject
        {
            ["open"] = _folder.File("model.safetensors"), ["picture"] = _folder.File("picture.rgb"), ["engine"] = "libtorch", ["precision"] = "f32", ["threads"] = 1, ["batch"] = 17,
        };
        await File.WriteAllBytesAsync(_folder.File("picture.rgb"), new byte[3 * 32 * 32], TestContext.Current.CancellationToken);
        var fault = await Assert.ThrowsAsync<Model.VideoSegException>(() => worker.AskAsync(request, TestContext.Current.CancellationToken));
        Assert.Equal("expected a batch of at most 16, got 17", fault.Message);
    }

    private static Task<Script> RunAsync(string[] arguments, string? path = null)
    {
        var environment = new Dictionary<string, string?> { ["OMP_NUM_THREADS"] = "2", ["OMP_WAIT_POLICY"] = "passive" };
        if (path is not null)
        {
            environment["PATH"] = path;
        }

        return Script.Run(Path.Combine(AppContext.BaseDirectory, "VideoSeg.Bench"), arguments, environment: environment);
    }
}
