using System.Text.Json;
using VideoSeg.Bench.Streams;
using VideoSeg.EndToEnd.Scripts;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd.Bench;

/// <summary><c>bench streams</c> counts what it should; how fast anything is no test asks. The network has learnt nothing and sees few pixels.</summary>
public sealed class StreamsBenchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Streams_AShortRun_AccountsForEachFrame()
    {
        Script run = await RunAsync(32, "--streams", "1,3", "--fps", "10", "--seconds", "2", "--warm-up", "1", "--max-batch", "4", "--batch-delay", "5", "--json");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        JsonElement json = JsonDocument.Parse(run.LastLine).RootElement;
        Assert.Equal((4, 5), (json.GetProperty("max_batch").GetInt32(), json.GetProperty("batch_delay_ms").GetDouble()));
        JsonElement[] results = [.. json.GetProperty("results").EnumerateArray()];
        Assert.Equal([1, 3], results.Select(result => result.GetProperty("feeds").GetInt32()));
        Assert.All(results, result =>
        {
            int due = result.GetProperty("frames_due").GetInt32(), drawn = result.GetProperty("frames_drawn").GetInt32();
            Assert.Equal(20 * result.GetProperty("feeds").GetInt32(), due);
            Assert.Equal(due - drawn, result.GetProperty("frames_lost").GetInt32());
            Assert.True(drawn > 0, $"{result}");
            Assert.Equal((0, 0), (result.GetProperty("frames_failed").GetInt64(), result.GetProperty("restarts").GetInt32()));
            JsonElement latency = result.GetProperty("latency_ms");
            Assert.Equal(drawn, latency.GetProperty("count").GetInt32());
            double[] percentiles = [.. new[] { "p50", "p95", "p99", "p99_9", "max" }.Select(name => latency.GetProperty(name).GetDouble())];
            Assert.True(percentiles[0] > 0);
            Assert.Equal(percentiles.Order(), percentiles);
            (int Size, int Count)[] runs = [.. result.GetProperty("runs_by_frames").EnumerateObject().Select(one => (int.Parse(one.Name), one.Value.GetInt32()))];
            Assert.All(runs, one => Assert.InRange(one.Size, 1, 4));
            Assert.InRange(runs.Sum(one => one.Size * one.Count), drawn - 8, due + 8);
            Assert.True(result.GetProperty("network_use").GetDouble() > 0 && result.GetProperty("processor_use").GetDouble() > 0);
        });
    }

    [Fact]
    public async Task Streams_WhereNotOneHolds_TellsWhatOneFeedComesTo()
    {
        Script run = await RunAsync(128, "--streams", "auto", "--fps", "4", "--seconds", "2", "--warm-up", "0", "--limit", "1");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.Contains("most that held: 0 feeds at 4 frames a second", run.Output, StringComparison.Ordinal);
        Assert.Contains("\none feed", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("  held", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--streams", "0", "numbers from 1 to 256")]
    [InlineData("--streams", "few", "auto, or numbers")]
    [InlineData("--fps", "0", "0.1 to 240")]
    [InlineData("--latency-target", "0.5", "0, or 1 to 10000")]
    public async Task Streams_AWrongOption_IsRefusedAndSaysWhatIsRight(string option, string value, string expected)
    {
        Script run = await RunAsync(32, option, value);
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1, 2)]
    [InlineData(5, 1, 2, 4, 8, 6, 5)]
    [InlineData(7, 1, 2, 4, 8, 6, 7)]
    [InlineData(100, 1, 2, 4, 8, 16, 20)]
    public async Task Most_OfAnyNumber_IsFoundByDoublingAndHalving(int holds, params int[] tried)
    {
        var numbers = new List<int>();
        int found = await StreamsSearch.MostAsync(20, number =>
        {
            numbers.Add(number);
            return Task.FromResult(number <= holds);
        });

        Assert.Equal(Math.Min(holds, 20), found);
        Assert.Equal(tried, numbers);
    }

    [Fact]
    public async Task Rate_ThatHolds_IsLookedForDownwards()
    {
        Assert.Equal(6.4, (await StreamsSearch.RateAsync(10, rate => Task.FromResult(rate < 7)))!.Value, 6);
        Assert.Null(await StreamsSearch.RateAsync(10, _ => Task.FromResult(false)));
    }

    private Task<Script> RunAsync(int size, params string[] options) => Script.Run(
        Path.Combine(AppContext.BaseDirectory, "VideoSeg.Bench"),
        [
            "streams", "--height", "96", "--threads", "1", "--lanes", "1", "--input", Repository.At("samples/videos/colonoscopy-sample.mp4"),
            "--model", RandomModel.Write(_folder.File("model.safetensors"), size), "--device", "cpu", .. options,
        ],
        environment: new Dictionary<string, string?> { ["OMP_NUM_THREADS"] = "1", ["OMP_WAIT_POLICY"] = "passive" });
}
