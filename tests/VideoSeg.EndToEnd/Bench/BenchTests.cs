using System.Text.Json;
using VideoSeg.Bench.Soak;
using VideoSeg.EndToEnd.Scripts;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd.Bench;

/// <summary>The benchmarks run and tell what they should; how fast anything is no test asks. The network has learnt nothing and sees 32 x 32 pixels.</summary>
public sealed class BenchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;
    private readonly string _clip;

    public BenchTests()
    {
        _model = RandomModel.Write(_folder.File("model.safetensors"), size: 32);
        _clip = Ffmpeg.Make(_folder.File("clip.mp4"), "testsrc2=s=128x96:r=25:d=2", "-c:v", "libx264", "-preset", "ultrafast");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task File_AClip_MeasuresProcessAndItsPartsAtBothSizes()
    {
        Script run = await RunAsync("file", "--input", _clip, "--folder", _folder.File("made"), "--frames", "3", "--rounds", "2", "--model", _model, "--json");

        Assert.True(run.ExitCode == 0, run.Error);
        JsonElement json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Contains("libavcodec", json.GetProperty("machine").GetProperty("FFmpeg").GetString(), StringComparison.Ordinal);
        JsonElement[] results = [.. json.GetProperty("results").EnumerateArray()];
        Assert.Equal([(960, 720), (1440, 1080)], results.Select(result => (result.GetProperty("width").GetInt32(), result.GetProperty("height").GetInt32())));
        foreach (JsonElement result in results)
        {
            Assert.Equal(3, result.GetProperty("frames").GetInt32());
            double[] parts = [.. new[] { "decode_seconds", "inference_seconds", "encode_seconds" }.Select(name => result.GetProperty(name).GetDouble())];
            Assert.All(parts, part => Assert.True(part > 0));
            Assert.Equal(parts.Sum(), result.GetProperty("sum_seconds").GetDouble(), 0.002);
            Assert.True(result.GetProperty("command_seconds").GetDouble() > result.GetProperty("process_seconds").GetDouble());
            Assert.True(result.GetProperty("stages_p50_ms").TryGetProperty("inference", out _));
        }
    }

    [Fact]
    public async Task Soak_AShortOne_LooksAtEachIntervalAndIsFlat()
    {
        Script run = await RunAsync("soak", "2000", "--interval", "80", "--input", _clip, "--model", _model, "--threads", "1", "--json");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        JsonElement json = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(2000, json.GetProperty("frames").GetInt32());
        Assert.True(json.GetProperty("samples").GetArrayLength() > 10);
        Assert.Empty(json.GetProperty("faults").EnumerateArray());
    }

    [Fact]
    public async Task Soak_InputMissing_IsAnInputFault()
    {
        Script run = await RunAsync("soak", "3000", "--input", _folder.File("nothing.mp4"), "--model", _model);
        Assert.Equal(3, run.ExitCode);
        Assert.StartsWith("error: expected a recording to read, found nothing at ", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, 0, null)]
    [InlineData(0.05, 0, 0, "resident memory")]
    [InlineData(0, 0.05, 0, "native handles")]
    [InlineData(0, 0, 0.4, "allocated bytes a frame")]
    public void Verdict_WhatGrows_IsNamed(double megabytesAFrame, double handlesAFrame, double bytesAFrameAFrame, string? fault)
    {
        // It grows before frame 1,000 whatever comes later, and wavers.
        SoakSample[] samples = [.. Enumerable.Range(0, 40).Select(i => i * 100).Select(frames => new SoakSample(
            frames, 500 + (Math.Min(frames, 1000) * 0.3) + (frames * megabytesAFrame) + (frames % 300 / 100), 20,
            (long)(Math.Min(frames, 1000) * 0.05 + (frames * handlesAFrame)) + (frames % 300 / 100), (long)(frames * 200.0 + (frames * (double)frames * bytesAFrameAFrame))))];

        IReadOnlyList<string> faults = SoakVerdict.Judge(samples);

        Assert.Equal(fault is null ? 0 : 1, faults.Count);
        Assert.All(faults, found => Assert.StartsWith(fault!, found, StringComparison.Ordinal));
    }

    [Fact]
    public void Verdict_OfTooFewSamples_IsNone() => Assert.StartsWith("expected at least", Assert.Single(SoakVerdict.Judge([])), StringComparison.Ordinal);

    private static Task<Script> RunAsync(params string[] arguments) => Script.Run(
        Path.Combine(AppContext.BaseDirectory, "VideoSeg.Bench"), arguments,
        environment: new Dictionary<string, string?> { ["OMP_NUM_THREADS"] = "2", ["OMP_WAIT_POLICY"] = "passive" });
}
