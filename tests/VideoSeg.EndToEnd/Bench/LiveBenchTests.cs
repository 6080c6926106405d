using System.Text.Json;
using VideoSeg.EndToEnd.Scripts;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd.Bench;

/// <summary><c>bench live</c> measures what it should; how long anything takes no test asks. The network has learnt nothing and sees 32 x 32 pixels.</summary>
public sealed class LiveBenchTests : IDisposable
{
    private static readonly string[] Percentiles = ["p50", "p95", "p99", "p99_9", "max"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Live_AShortRun_TellsOrderedDelaysAndAccountsForEachFrame()
    {
        Script run = await RunAsync("--streams", "1,2", "--outputs", "none", "--json");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("[4/4] synchronised, 2 streams", run.Error, StringComparison.Ordinal);
        JsonElement json = JsonDocument.Parse(run.LastLine).RootElement;
        JsonElement[] results = [.. json.GetProperty("results").EnumerateArray()];
        Assert.Equal(
            ["latest 1", "latest 2", "synchronised 1", "synchronised 2"],
            results.Select(result => $"{result.GetProperty("delivery").GetString()} {result.GetProperty("streams").GetInt32()}"));
        Assert.All(results, result =>
        {
            long frames = result.GetProperty("frames_handed_over").GetInt64();
            Assert.InRange(frames, 1, result.GetProperty("frames_sent").GetInt64());
            Assert.Equal(60 * result.GetProperty("streams").GetInt32(), result.GetProperty("frames_sent").GetInt32());
            Assert.Equal(0, result.GetProperty("frames_unread").GetInt32());
            RequireOrdered(result.GetProperty("added_delay_ms"), frames);
            RequireOrdered(result.GetProperty("feed_to_hand_over_ms"), frames);
            Assert.Equal(
                result.GetProperty("all_decoded").GetInt64(),
                result.GetProperty("all_handed_over").GetInt64() + result.GetProperty("all_failed").GetInt64()
                + result.GetProperty("all_dropped").EnumerateObject().Sum(drop => drop.Value.GetInt64()));
        });

        // What waits 250 ms waits as long at least.
        Assert.All(results.Skip(2), result => Assert.True(result.GetProperty("added_delay_ms").GetProperty("p50").GetDouble() >= 240));
        Assert.Equal(2, json.GetProperty("targets").GetArrayLength());
    }

    [Fact]
    public async Task Live_EachOutput_IsSeenFromOutside()
    {
        Script run = await RunAsync("--streams", "0", "--outputs", "monitor,push,hls,websocket,mjpeg", "--json");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        JsonElement[] outputs = [.. JsonDocument.Parse(run.LastLine).RootElement.GetProperty("outputs").EnumerateArray()];
        Assert.Equal(["monitor", "push", "hls", "websocket", "mjpeg"], outputs.Select(output => output.GetProperty("output").GetString()));
        Assert.All(outputs, output =>
        {
            Assert.True(output.GetProperty("fault").ValueKind == JsonValueKind.Null, $"{output}");
            long seen = output.GetProperty("frames_seen").GetInt64();
            Assert.True(seen > 0, $"{output}");
            Assert.InRange(seen, 1, output.GetProperty("frames_sent").GetInt64());
            RequireOrdered(output.GetProperty("end_to_end_delay_ms"), seen);
        });
    }

    [Fact]
    public async Task Live_Lossless_FindsNoSampleChangedOutsideTheMarks()
    {
        Script run = await RunAsync("--streams", "0", "--outputs", "lossless", "--check-targets", "--json");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        JsonElement pixels = JsonDocument.Parse(run.LastLine).RootElement.GetProperty("pixels");
        Assert.InRange(pixels.GetProperty("frames_compared").GetInt32(), 1, pixels.GetProperty("frames_sent").GetInt32());
        Assert.Equal(0, pixels.GetProperty("samples_different").GetInt64());
        Assert.True(pixels.GetProperty("samples_outside_marks").GetInt64() > 0);
        Assert.True(pixels.GetProperty("samples_changed").GetInt64() > 0, "the state mark stands on each frame");
    }

    [Theory]
    [InlineData("--outputs", "monitor,telegraph", "monitor, push, hls, websocket, mjpeg, lossless")]
    [InlineData("--streams", "1,17", "numbers from 1 to 16")]
    [InlineData("--delivery", "soon", "synchronised")]
    public async Task Live_AWrongOption_IsRefusedAndSaysWhatIsRight(string option, string value, string expected)
    {
        Script run = await RunAsync(option, value);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Live_ANetworkThatCannotBeMade_IsAnEngineFault()
    {
        Script run = await RunAsync("--streams", "1", "--outputs", "none", "--device", "cuda:99");
        Assert.True(run.ExitCode == 5, $"{run.ExitCode}: {run.Error}");
        Assert.Contains("error: expected a network, found none", run.Error, StringComparison.Ordinal);
    }

    private static void RequireOrdered(JsonElement delays, long count)
    {
        double[] values = [.. Percentiles.Select(name => delays.GetProperty(name).GetDouble())];
        Assert.Equal(count, delays.GetProperty("count").GetInt64());
        Assert.True(values[0] >= 0 && double.IsFinite(values[^1]), $"{delays}");
        Assert.Equal(values.Order(), values);
    }

    private Task<Script> RunAsync(params string[] options) => Script.Run(
        Path.Combine(AppContext.BaseDirectory, "VideoSeg.Bench"),
        [
            "live", "--height", "240", "--seconds", "2", "--output-seconds", "2", "--warm-up", "1", "--folder", _folder.File("made"), "--threads", "1",
            "--input", Repository.At("samples/videos/colonoscopy-sample.mp4"), "--model", RandomModel.Write(_folder.File("model.safetensors"), size: 32), .. options,
        ],
        environment: new Dictionary<string, string?> { ["OMP_NUM_THREADS"] = "1", ["OMP_WAIT_POLICY"] = "passive" });
}
