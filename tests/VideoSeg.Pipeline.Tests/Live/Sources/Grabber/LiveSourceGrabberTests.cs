using System.Collections.Immutable;
using System.Diagnostics;
using VideoSeg.Pipeline.Live.Sources;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Sources.Grabber;

/// <summary>
/// A grabber that plays, falls silent, is unplugged and plugged in again. FFmpeg's demuxer is the real one; the kernel's side is played by
/// <c>fake_v4l2.c</c>, which has to be preloaded: hence in a process of its own, these tests' own program.
/// </summary>
public sealed class LiveSourceGrabberTests
{
    private const string Control = "VIDEOSEG_FAKE_V4L2";

    [Fact]
    public async Task Grabber_WhateverBecomesOfIt_IsTakenUpAgain()
    {
        using var folder = new TemporaryFolder();
        string library = folder.File("fake_v4l2.so");
        string source = Repository.At("tests", "VideoSeg.Pipeline.Tests", "Live", "Sources", "Grabber", "fake_v4l2.c");
        (int code, string output) = await RunAsync(new ProcessStartInfo("gcc", ["-shared", "-fPIC", "-O1", "-o", library, source, "-ldl"]));
        Assert.True(code == 0, output);

        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "VideoSeg.Pipeline.Tests"),
            ["-noLogo", "-noColor", "-explicit", "only", "-method", $"*.{nameof(LiveSourceGrabberTests)}.{nameof(InnerRun)}"]);
        start.Environment["LD_PRELOAD"] = library;
        start.Environment[Control] = folder.File("control");
        (code, output) = await RunAsync(start);
        Assert.True(code == 0 && output.Contains("Total: 1,", StringComparison.Ordinal), output);
    }

    [Fact(Explicit = true)]
    public async Task InnerRun()
    {
        string control = Environment.GetEnvironmentVariable(Control) ?? throw new InvalidOperationException("is run by the other test");
        await File.WriteAllTextAsync(control, "on");
        (int, int, string) seen = default;
        var probe = new ReceiverProbe { OnFrame = (frame, _) => seen = (frame.Width, frame.Height, frame.Format.Name) };
        LiveSource source = probe.Open(new LiveSourceOptions
        {
            Url = "/dev/video97",
            Options = ImmutableDictionary<string, string>.Empty.Add("video_size", "320x240").Add("framerate", "50").Add("input_format", "yuyv422"),
            NoFrameTimeout = TimeSpan.FromSeconds(0.5),
            ReadTimeout = TimeSpan.FromMinutes(5),
            ReconnectDelay = TimeSpan.FromMilliseconds(50),
            MaxReconnectDelay = TimeSpan.FromMilliseconds(200),
        });
        await probe.Until(p => p.FramesInARow >= 50);
        Assert.Equal((320, 240, "yuyv422"), seen);
        Assert.Equal(50, source.Status.Video!.FrameRate.Value);

        await File.WriteAllTextAsync(control, "silent");
        await probe.Until(p => p.State == LiveSourceState.Silent && p.SlateSize == (320, 240));
        await File.WriteAllTextAsync(control, "on");
        await probe.Until(p => p.State == LiveSourceState.Live && p.FramesInARow >= 20);
        Assert.Equal(1, source.Status.Connections);

        await File.WriteAllTextAsync(control, "gone");
        await probe.Until(p => p.Changes.Count(change => change.State == LiveSourceState.Away) >= 2);
        string[] reasons = [.. probe.Changes.Where(change => change.State == LiveSourceState.Away).Select(change => change.Reason).Distinct()];
        Assert.Equal(["the device /dev/video97 is not there; is it plugged in?", "there is nothing at /dev/video97"], reasons);
        await File.WriteAllTextAsync(control, "on");
        await probe.Until(p => p.State == LiveSourceState.Live && p.FramesInARow >= 20);
        Assert.Equal(2, source.Status.Connections);

        // In the midst of waiting for a picture, with a time-out of minutes.
        await File.WriteAllTextAsync(control, "silent");
        await probe.Until(p => p.State == LiveSourceState.Silent);
        await source.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
    }

    private static async Task<(int Code, string Output)> RunAsync(ProcessStartInfo start)
    {
        (start.RedirectStandardOutput, start.RedirectStandardError) = (true, true);
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await errors);
    }
}
