using System.Text.Json;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd;

/// <summary><c>videoseg process</c> with many recordings. The network has learnt nothing and sees 32 x 32 pixels, so that it is quick.</summary>
public sealed class ProcessBatchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _model;

    public ProcessBatchTests()
    {
        _model = RandomModel.Write(_folder.File("model.safetensors"), size: 32);
        foreach (string name in new[] { "in/a.mp4", "in/monday/b.avi", "in/monday/c.mkv" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
            Ffmpeg.Make(_folder.File(name), "testsrc2=size=96x64:rate=10:duration=1");
        }

        File.WriteAllText(_folder.File("in/broken.mp4"), "no video");
        File.WriteAllText(_folder.File("in/notes.txt"), "notes");
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Process_Folder_DoesEveryFileTellsOfTheBrokenOneAndResumes()
    {
        var (exitCode, json, errors) = await Run("--json");
        Assert.True(exitCode == 1, errors);
        AssertSummary(json, done: 3, skipped: 0, failed: 1);
        Assert.Contains("1 other files were left alone", errors, StringComparison.Ordinal);
        Assert.Contains("3 done, 0 done before, 1 failed", errors, StringComparison.Ordinal);
        foreach (string name in new[] { "a.mp4", "monday/b.mkv", "monday/c.mkv" })
        {
            Assert.Equal(10, Ffmpeg.FrameTimes(_folder.File("out/" + name)).Length);
        }

        Assert.Equal(10, File.ReadLines(_folder.File("found/monday/b.jsonl")).Count());
        Assert.Equal(10, Ffmpeg.FrameTimes(_folder.File("masks/a.masks.mkv")).Length);
        string summary = await File.ReadAllTextAsync(_folder.File("out/videoseg-summary.csv"), TestContext.Current.CancellationToken);
        Assert.Contains("broken.mp4", summary, StringComparison.Ordinal);

        // Without leave nothing is replaced; resumed, what is done stays and the rest is tried again.
        Assert.Equal(4, (await Run()).ExitCode);
        DateTime written = File.GetLastWriteTimeUtc(_folder.File("out/a.mp4"));
        File.Delete(_folder.File("out/monday/c.mkv"));
        Ffmpeg.Make(_folder.File("in/broken.mp4"), "testsrc2=size=96x64:rate=10:duration=1");
        (exitCode, json, errors) = await Run("--resume", "--json");
        Assert.True(exitCode == 0, errors);
        AssertSummary(json, done: 2, skipped: 2, failed: 0);
        Assert.Equal(written, File.GetLastWriteTimeUtc(_folder.File("out/a.mp4")));
        Assert.Equal(10, Ffmpeg.FrameTimes(_folder.File("out/monday/c.mkv")).Length);
        Assert.Equal(10, Ffmpeg.FrameTimes(_folder.File("out/broken.mp4")).Length);
    }

    [Fact]
    public async Task Process_Pattern_DoesWhatMatches()
    {
        var (exitCode, _, errors) = await VideoSegProgram.RunAsync("process", _folder.File("in/**/*.mkv"), "-o", _folder.File("out/"), "--model", _model, "--preset", "ultrafast");
        Assert.True(exitCode == 0, errors);
        Assert.Equal(["monday", "videoseg-summary.csv"], Directory.GetFileSystemEntries(_folder.File("out")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(3, (await VideoSegProgram.RunAsync("process", _folder.File("in/*.webm"), "-o", _folder.File("out2/"), "--model", _model)).ExitCode);
        Assert.False(Directory.Exists(_folder.File("out2")));
    }

    [Fact]
    public async Task Process_ResumeOfOneRecording_IsAUsageFault() =>
        Assert.Equal(2, (await VideoSegProgram.RunAsync("process", _folder.File("in/a.mp4"), "-o", _folder.File("o.mp4"), "--model", _model, "--resume")).ExitCode);

    private Task<(int ExitCode, string Output, string Errors)> Run(params string[] more) => VideoSegProgram.RunAsync(
        ["process", _folder.File("in"), "-o", _folder.File("out"), "--masks", _folder.File("masks"), "--detections", _folder.File("found"), "--model", _model, "--preset", "ultrafast", .. more]);

    private static void AssertSummary(string json, int done, int skipped, int failed)
    {
        JsonElement summary = JsonDocument.Parse(json).RootElement;
        Assert.Equal((done, skipped, failed), (summary.GetProperty("done").GetInt32(), summary.GetProperty("skipped").GetInt32(), summary.GetProperty("failed").GetInt32()));
        Assert.Equal(done + skipped + failed, summary.GetProperty("recordings").GetInt32());
    }
}
