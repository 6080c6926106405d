using System.Text.Json;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd;

/// <summary>
/// <c>videoseg process</c> from outside. The network is real but has learnt nothing and sees 32 x 32 pixels, so that it is quick.
/// </summary>
public sealed class ProcessTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public ProcessTests() => _model = RandomModel.Write(_folder.File("model.safetensors"), size: 32);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Process_RealClip_KeepsEveryFrameAndItsTime()
    {
        string input = RealData.At("videos", "real-annotated-480x360-30fps.mp4");
        string output = _folder.File("out.mp4"), detections = _folder.File("d.jsonl");
        var (exitCode, json, errors) = await Run(input, "-o", output, "--detections", detections, "--preset", "ultrafast", "--json");
        Assert.True(exitCode == 0, errors);
        JsonElement summary = JsonDocument.Parse(Assert.Single(json.Split('\n', StringSplitOptions.RemoveEmptyEntries))).RootElement;
        Assert.Equal(253, summary.GetProperty("frames_in").GetInt32());
        Assert.Equal(253, summary.GetProperty("frames_out").GetInt32());
        Assert.True(summary.GetProperty("seconds").GetDouble() > 0 && summary.GetProperty("fps").GetDouble() > 0);
        Assert.Equal("onednn", summary.GetProperty("engine").GetString());
        Assert.Contains(summary.GetProperty("precision").GetString(), new[] { "f32", "bf16", "int8" });
        foreach (string stage in new[] { "decode", "preprocess", "inference", "track", "overlay", "output", "encode", "total" })
        {
            JsonElement times = summary.GetProperty("stages").GetProperty(stage);
            Assert.True(times.GetProperty("p50_ms").GetDouble() <= times.GetProperty("p95_ms").GetDouble());
            Assert.True(times.GetProperty("p99_ms").GetDouble() <= times.GetProperty("max_ms").GetDouble());
        }

        Assert.Equal(Ffmpeg.FrameTimes(input), Ffmpeg.FrameTimes(output));
        Assert.Equal(253, File.ReadLines(detections).Count());
        Assert.Contains("annotated video: " + output, errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Process_RealClipLosslessWithoutOverlay_IsBitForBitTheSource()
    {
        string input = RealData.At("videos", "oPolyp1_2s.mp4");
        string output = _folder.File("out.mkv");
        var (exitCode, _, errors) = await Run(input, "-o", output, "--codec", "ffv1", "--overlay", "none");
        Assert.True(exitCode == 0, errors);
        Assert.Equal(Ffmpeg.FrameHashes(input), Ffmpeg.FrameHashes(output));
    }

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    public async Task Process_Interrupted_EndsTheFileInOrder(string signal)
    {
        string input = MakeLongInput(), output = _folder.File("out.mp4"), detections = _folder.File("d.jsonl");
        using VideoSegProgram program = Start(input, "-o", output, "--detections", detections, "--preset", "ultrafast", "--json");
        await program.WaitForLinesAsync(detections, 30);
        program.Signal(signal);
        var (exitCode, json, errors) = await program.EndAsync();
        Assert.True(exitCode == 130, $"{exitCode}: {errors}");
        int frames = JsonDocument.Parse(json).RootElement.GetProperty("frames_out").GetInt32();
        Assert.InRange(frames, 30, 2999);
        Assert.Equal(Ffmpeg.FrameTimes(input)[..frames], Ffmpeg.FrameTimes(output));
    }

    [Theory]
    [InlineData("out.mp4")]
    [InlineData("out.mkv")]
    public async Task Process_Killed_LeavesWhatWasWrittenPlayable(string name)
    {
        string input = MakeLongInput(), output = _folder.File(name), detections = _folder.File("d.jsonl");
        using VideoSegProgram program = Start(input, "-o", output, "--detections", detections, "--preset", "ultrafast");

        // ultrafast looks nowhere ahead, but has some frames in its threads; a fragment holds a second.
        await program.WaitForLinesAsync(detections, 110);
        program.Signal("KILL");
        var (exitCode, _, _) = await program.EndAsync();
        Assert.Equal(137, exitCode);
        long[] times = Ffmpeg.FrameTimes(output);
        Assert.True(times.Length >= 50, $"only {times.Length} frames can be played");
        if (name.EndsWith(".mp4", StringComparison.Ordinal))
        {
            Assert.Equal(Ffmpeg.FrameTimes(input)[..times.Length], times);
        }
    }

    [Fact]
    public async Task Process_FaultyArguments_AreNamedWithTheirExitCodes()
    {
        string input = MakeLongInput();
        Assert.Equal(2, (await Run(input, "-o", _folder.File("o.mp4"), "--threshold", "1.5")).ExitCode);
        Assert.Equal(2, (await Run(input, "-o", _folder.File("o.mp4"), "--overlay", "sparkles")).ExitCode);
        Assert.Equal(3, (await Run(_folder.File("missing.mp4"), "-o", _folder.File("o.mp4"))).ExitCode);
        var (exitCode, _, errors) = await Run(input, "-o", input, "--overwrite");
        Assert.Equal(4, exitCode);
        Assert.Contains("input", errors, StringComparison.Ordinal);
        Assert.Equal(4, (await Run(input, "-o", _folder.File("no/such/folder.mp4"))).ExitCode);
        Assert.NotEqual(0, (await Run(input, "-o", _folder.File("o.webm"))).ExitCode);
        Assert.Empty(Directory.GetFiles(_folder.Path, "o.*"));
    }

    private Task<(int ExitCode, string Output, string Errors)> Run(params string[] arguments) => VideoSegProgram.RunAsync(Complete(arguments));

    private VideoSegProgram Start(params string[] arguments) => VideoSegProgram.Start(Complete(arguments));

    private string[] Complete(string[] arguments) => ["process", .. arguments, "--model", _model, "--threads", "1", "--precision", "f32"];

    private string MakeLongInput()
    {
        string path = _folder.File("in.mp4");
        return File.Exists(path) ? path : Ffmpeg.Make(path, "testsrc=s=160x120:r=25:d=120", "-c:v", "libx264", "-preset", "ultrafast", "-g", "25");
    }
}
