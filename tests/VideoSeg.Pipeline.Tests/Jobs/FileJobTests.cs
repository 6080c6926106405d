using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using VideoSeg.Model;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Segment;
using VideoSeg.Pipeline.Tests.Support;
using VideoSeg.Pipeline.Tracking;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Jobs;

[Collection(NativeHandles.Name)]
public sealed class FileJobTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PipelineMetrics _metrics = new("test", TimeProvider.System);

    // A bright disc that moves over a dark ground, with sound.
    private const string Disc = "color=c=0x301010:s=160x120:r=25:d=2,format=yuv420p,geq=lum='if(lt(hypot(X-40-N,Y-60),20),220,40)':cb=128:cr=128";

    public void Dispose()
    {
        FrameLedger ledger = _metrics.Ledger;
        Assert.Equal(0, ledger.InFlight);
        Assert.Equal(ledger.Captured, ledger.Delivered + ledger.DroppedTotal + ledger.FailedTotal);
        _folder.Dispose();
    }

    [Theory]
    [InlineData(".mp4")]
    [InlineData(".mkv")]
    [InlineData(".mov")]
    public async Task RunAsync_VideoWithSound_KeepsFramesTimesAndSound(string ending)
    {
        string input = MakeInput(ending);
        FileJobReport report = await Run(Options(input, "out" + ending));
        Assert.Equal(50, report.FramesIn);
        Assert.Equal(50, report.FramesOut);
        Assert.Equal(50, report.Detections);
        Assert.Equal(Ffmpeg.FrameTimes(input), Ffmpeg.FrameTimes(_folder.File("out" + ending)));
        Assert.Equal(Ffmpeg.PacketHashes(input, "a:0"), Ffmpeg.PacketHashes(_folder.File("out" + ending), "a:0"));
        Assert.NotEqual(Ffmpeg.FrameHashes(input), Ffmpeg.FrameHashes(_folder.File("out" + ending)));
        Assert.Equal(["decode", "preprocess", "inference", "track", "overlay", "encode", "total"], report.Steps.Select(s => s.Name));
    }

    [Fact]
    public async Task RunAsync_VariableRate_KeepsEveryTime()
    {
        string input = _folder.File("in.mkv");
        Ffmpeg.Make(input, "testsrc=s=96x64:r=30:d=2", "-vf", "select='not(mod(n*n,7))+eq(n,59)',setpts=PTS+mod(N\\,3)*0.007/TB", "-fps_mode", "passthrough", "-c:v", "ffv1");
        await Run(Options(input, "out.mkv"));
        Assert.Equal(Ffmpeg.FrameTimes(input), Ffmpeg.FrameTimes(_folder.File("out.mkv")));
    }

    [Fact]
    public async Task RunAsync_LosslessAndNothingDrawn_GivesEverySampleBack()
    {
        string input = MakeInput(".mp4");
        FileJobOptions options = Options(input, "out.mkv");
        await Run(options with { Overlay = new OverlayOptions { Style = OverlayStyle.None }, Writer = new VideoWriterOptions { Codec = "ffv1" } });
        Assert.Equal(Ffmpeg.FrameHashes(input), Ffmpeg.FrameHashes(_folder.File("out.mkv")));
    }

    [Theory]
    [InlineData("yuv420p", OverlayStyle.Contour)]
    [InlineData("yuv422p10le", OverlayStyle.Fill)]
    [InlineData("yuv444p", OverlayStyle.Heatmap)]
    public async Task RunAsync_LosslessAndDrawn_ChangesTheDrawnPixelsAndNoOthers(string format, OverlayStyle style)
    {
        // What the encoder got must be the source with the drawing and nothing else. The ground repeats itself every 12 frames, so each
        // frame is coded by reference to one that was drawn on long ago: a drawing on the decoder's own picture would spread.
        const string Cycle = "color=s=160x120:r=25:d=2,format=yuv420p,geq=lum='if(lt(hypot(X-80,Y-60),20),230,60+50*sin(X*Y*(1+mod(N,12))/50))':cb=128:cr=128";
        string input = _folder.File("in.mkv");
        Ffmpeg.Make(input, Cycle, "-c:v", "libx264", "-refs", "16", "-bf", "0", "-g", "50", "-sc_threshold", "0", "-pix_fmt", format);
        FileJobOptions options = Options(input, "out.mkv") with { Overlay = new OverlayOptions { Style = style }, Writer = new VideoWriterOptions { Codec = "ffv1" } };
        await Run(options);
        var finder = new PolypFinder(options.Polyps);
        var renderer = new OverlayRenderer(options.Overlay, ["polyp"]);
        var segmenter = new ScriptedSegmenter();
        var polyps = new PolypSet();
        string[] expected = FrameSupport.Each(input, frame =>
        {
            frame.AddReference();
            using VideoFrame copy = frame.MakeWritable();
            using Segmentation masks = segmenter.SegmentAsync(new[] { copy.Planes }, CancellationToken.None).GetAwaiter().GetResult();
            finder.Find(masks, 0, copy.Planes, polyps);
            Assert.Equal(1, polyps.Detections.Length);
            renderer.Draw(copy.Planes, masks, 0, polyps);
            return FrameSupport.Hash(copy);
        });
        Assert.Equal(expected, Ffmpeg.FrameHashes(options.Output));
    }

    [Fact]
    public async Task RunAsync_NothingFound_GivesEverySampleBack()
    {
        string input = MakeInput(".mp4");
        FileJobOptions options = Options(input, "out.mkv");
        await Run(options with { Polyps = options.Polyps with { Threshold = 0.99f }, Writer = new VideoWriterOptions { Codec = "ffv1" } });
        Assert.Equal(Ffmpeg.FrameHashes(input), Ffmpeg.FrameHashes(_folder.File("out.mkv")));
    }

    [Fact]
    public async Task RunAsync_SegmenterFails_DeliversWhatCameBeforeAndReleasesTheRest()
    {
        FileJobOptions options = Options(MakeInput(".mp4"), "out.mp4");
        var fault = await Assert.ThrowsAsync<VideoSegException>(() => Run(options, new ScriptedSegmenter { FailsAt = 20 }));
        Assert.Equal(FaultKind.Engine, fault.Kind);
        Assert.Contains("the engine broke", fault.Message, StringComparison.Ordinal);
        Assert.Equal(20, _metrics.Ledger.Delivered);
        Assert.Equal(1, _metrics.Ledger.Failed(PipelineStage.Segment));
        Assert.Equal(0, _metrics.Ledger.Dropped(DropReason.Interrupted));
        Assert.Equal(20, Ffmpeg.FrameTimes(_folder.File("out.mp4")).Length);
        AssertNothingIsAlive();
    }

    [Fact]
    public async Task RunAsync_DiskFull_SaysSoAndReleasesEverything()
    {
        FileJobOptions options = Options(MakeInput(".mp4"), "unused") with
        {
            Output = "/dev/full",
            Writer = new VideoWriterOptions { Container = "matroska", Codec = "ffv1", FragmentDuration = TimeSpan.FromMilliseconds(100) },
        };
        var fault = await Assert.ThrowsAsync<VideoSegException>(() => Run(options));
        Assert.Equal(FaultKind.Output, fault.Kind);
        AssertNothingIsAlive();
    }

    [Fact]
    public async Task RunAsync_Cancelled_EndsTheFileInOrder()
    {
        using var cancellation = new CancellationTokenSource();
        FileJobOptions options = Options(MakeInput(".mp4"), "out.mp4");
        var segmenter = new ScriptedSegmenter { OnFrame = n => { if (n == 15) { cancellation.Cancel(); } } };
        FileJobReport report = await Run(options, segmenter, cancellation.Token);
        Assert.True(report.WasInterrupted);
        Assert.Equal(16, report.FramesOut);
        Assert.Equal(report.FramesDropped, _metrics.Ledger.Dropped(DropReason.Interrupted));
        Assert.Equal(Ffmpeg.FrameTimes(options.Input)[..16], Ffmpeg.FrameTimes(options.Output));
        AssertNothingIsAlive();
    }

    [Fact]
    public async Task RunAsync_DetectionsAndMasks_SayTheSameOfEveryFrame()
    {
        string input = MakeInput(".mp4");
        FileJobOptions options = Options(input, "out.mp4") with { Detections = _folder.File("d.jsonl"), Masks = _folder.File("masks") };
        await Run(options);
        string[] lines = await File.ReadAllLinesAsync(options.Detections, TestContext.Current.CancellationToken);
        long[] times = Ffmpeg.FrameTimes(input);
        Assert.Equal(50, lines.Length);
        for (int i = 0; i < 50; i++)
        {
            using JsonDocument line = JsonDocument.Parse(lines[i]);
            Assert.Equal(i, line.RootElement.GetProperty("frame").GetInt32());
            Assert.Equal(times[i], line.RootElement.GetProperty("pts").GetInt64());
            Assert.Equal(i / 25.0, line.RootElement.GetProperty("time").GetDouble(), 6);
            JsonElement polyp = Assert.Single(line.RootElement.GetProperty("polyps").EnumerateArray());
            double area = polyp.GetProperty("area").GetDouble();
            Assert.InRange(area, 1000, 1600);
            Model.Images.Picture mask = Model.Images.ImageFile.Read(Path.Combine(options.Masks, $"frame-{i:000000}.png"));
            Assert.Equal(area, mask.Data.Count(p => p == 255), area * 0.03);
            Assert.Equal(160 * 120, mask.Data.Count(p => p is 0 or 255));
            int[] box = [.. polyp.GetProperty("box").EnumerateArray().Select(v => v.GetInt32())];
            Assert.Equal(40 + i, box[0] + (box[2] / 2.0), 4.0);
            Assert.True(polyp.GetProperty("polygon").GetArrayLength() is > 6 and < 60);
        }
    }

    [Theory]
    [InlineData("m.mkv")]
    [InlineData("m.mp4")]
    public async Task RunAsync_MaskVideo_IsTheMasksWithoutLoss(string name)
    {
        string input = MakeInput(".mp4");
        await Run(Options(input, "a.mp4") with { Masks = _folder.File("masks") });
        await Run(Options(input, "b.mp4") with { Masks = _folder.File(name) }, metrics: new PipelineMetrics("second", TimeProvider.System));
        int index = 0;
        foreach ((byte[] samples, TimeSpan time) in FrameSupport.Each(_folder.File(name), f => (FrameSupport.Samples(f.Planes)[..(160 * 120)], f.Time)))
        {
            Assert.Equal(TimeSpan.FromMilliseconds(40 * index), time);
            Assert.Equal(Model.Images.ImageFile.Read(_folder.File($"masks/frame-{index++:000000}.png")).Data, samples);
        }

        Assert.Equal(50, index);
    }

    [Fact]
    public async Task RunAsync_OutputExists_IsRefusedUntilAllowed()
    {
        FileJobOptions options = Options(MakeInput(".mp4"), "out.mp4") with { Detections = _folder.File("d.jsonl") };
        await File.WriteAllTextAsync(options.Detections, "precious", TestContext.Current.CancellationToken);
        var fault = await Assert.ThrowsAsync<VideoSegException>(() => Run(options));
        Assert.Equal(FaultKind.Output, fault.Kind);
        Assert.Equal("precious", await File.ReadAllTextAsync(options.Detections, TestContext.Current.CancellationToken));
        Assert.False(File.Exists(options.Output));
        await Run(options with { Writer = options.Writer with { Overwrite = true } });
        Assert.Equal(50, File.ReadLines(options.Detections).Count());
    }

    [Theory]
    [InlineData("webm")] // it cannot hold the codec
    [InlineData("mp4")] // the masks cannot be made
    public async Task RunAsync_OneOutputCannotBeMade_LeavesEverythingAsItWas(string ending)
    {
        string input = MakeInput(".mp4");
        FileJobOptions options = Options(input, "out." + ending) with
        {
            Detections = _folder.File("d.jsonl"),
            Masks = _folder.File(ending == "webm" ? "masks" : "d.jsonl/masks"),
            Writer = new VideoWriterOptions { Preset = "ultrafast", Overwrite = true },
        };
        await Assert.ThrowsAsync<VideoSegException>(() => Run(options));
        Assert.Equal([input], Directory.GetFileSystemEntries(_folder.Path));

        string[] precious = ["out." + ending, "d.jsonl", .. ending == "webm" ? new[] { "masks/frame-000000.png" } : []];
        Directory.CreateDirectory(_folder.File("masks"));
        foreach (string file in precious)
        {
            await File.WriteAllTextAsync(_folder.File(file), "precious", TestContext.Current.CancellationToken);
        }

        await Assert.ThrowsAsync<VideoSegException>(() => Run(options));
        Assert.All(precious, file => Assert.Equal("precious", File.ReadAllText(_folder.File(file))));
        AssertNothingIsAlive();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Open_MasksInTheFolderOfTheInputsPictures_IsRefused(bool byLink)
    {
        string folder = _folder.File("frames"), masks = folder;
        Directory.CreateDirectory(folder);
        Ffmpeg.Make(Path.Combine(folder, "frame-%06d.png"), "testsrc=s=64x64:r=5:d=1");
        if (byLink)
        {
            masks = _folder.File("link");
            Directory.CreateSymbolicLink(masks, folder);
        }

        FileJobOptions options = Options(Path.Combine(folder, "frame-%06d.png"), "out.mp4") with
        {
            Masks = masks,
            Writer = new VideoWriterOptions { Overwrite = true },
        };
        var fault = await Assert.ThrowsAsync<VideoSegException>(() => Run(options));
        Assert.Contains("which holds the input", fault.Message, StringComparison.Ordinal);
        Assert.Equal(5, Directory.GetFiles(folder).Length);
    }

    [Fact]
    public async Task RunAsync_TimesThatJumpBack_AreCountedAndNotedForVideoAndMasks()
    {
        string piece = Ffmpeg.Make(_folder.File("piece.ts"), "testsrc2=size=64x64:rate=25:duration=1", "-c:v", "mpeg2video");
        byte[] bytes = await File.ReadAllBytesAsync(piece, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(_folder.File("twice.ts"), [.. bytes, .. bytes], TestContext.Current.CancellationToken);
        FileJobReport report = await Run(Options(_folder.File("twice.ts"), "out.mp4") with { Masks = _folder.File("m.mkv") });
        Assert.Equal((50, 1, 0), (report.Written.Frames, report.Written.TimeJumps, report.Written.MovedTimes));
        Assert.Contains(report.Notes, note => note.StartsWith("places where the source's times jump back, as in recordings joined end to end: 1;", StringComparison.Ordinal));
        Assert.Contains(report.Notes, note => note.StartsWith("masks: places where the source's times jump back", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_InputWithoutTimes_CountsAndNotesThem()
    {
        string input = Ffmpeg.Make(_folder.File("raw.h264"), "testsrc2=size=64x64:rate=25:duration=1", "-c:v", "libx264", "-bf", "2");
        long guessed = FrameSupport.Each(input, frame => frame.IsTimeGuessed).LongCount(isGuessed => isGuessed);
        Assert.InRange(guessed, 1, 25);
        FileJobReport report = await Run(Options(input, "out.mkv"));
        Assert.Equal(guessed, report.Input.GuessedTimes);
        Assert.Contains(report.Notes, note => note.StartsWith($"frames to which the input gives no time: {guessed};", StringComparison.Ordinal));
    }

    [Fact]
    public async Task RunAsync_InputThatFallsSilent_DeliversWhatCameBefore()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<TcpClient> client = ServeFilmAsync(listener);
        FileJobOptions options = Options(Url(listener), "out.mp4") with { Reader = new VideoReaderOptions { ReadTimeout = TimeSpan.FromSeconds(2) } };
        var fault = await Assert.ThrowsAsync<VideoSegException>(() => Run(options));
        Assert.Equal(FaultKind.Input, fault.Kind);
        Assert.InRange(_metrics.Ledger.Delivered, 100, 250);
        Assert.Equal(_metrics.Ledger.Delivered, Ffmpeg.FrameTimes(options.Output).Length);
        (await client).Dispose();
        AssertNothingIsAlive();
    }

    [Fact]
    public async Task RunAsync_CancelledWhileTheInputIsSilent_EndsTheFileInOrder()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        Task<TcpClient> client = ServeFilmAsync(listener);
        using var cancellation = new CancellationTokenSource();
        FileJobOptions options = Options(Url(listener), "out.mp4") with { Reader = new VideoReaderOptions { ReadTimeout = TimeSpan.Zero } };
        var segmenter = new ScriptedSegmenter { OnFrame = n => { if (n == 100) { cancellation.Cancel(); } } };
        FileJobReport report = await Run(options, segmenter, cancellation.Token);
        Assert.True(report.WasInterrupted);
        Assert.Equal(101, report.FramesOut);
        Assert.Equal(101, Ffmpeg.FrameTimes(options.Output).Length);
        (await client).Dispose();
        AssertNothingIsAlive();
    }

    [Fact]
    public async Task RunAsync_DiskFullForTheDetections_SaysSoAndEndsTheVideoInOrder()
    {
        FileJobOptions options = Options(MakeInput(".mp4"), "out.mp4") with { Detections = "/dev/full" };
        var fault = await Assert.ThrowsAsync<VideoSegException>(() => Run(options));
        Assert.Equal(FaultKind.Output, fault.Kind);
        Assert.Contains("cannot write the detections to '/dev/full'", fault.Message, StringComparison.Ordinal);
        Assert.Equal(_metrics.Ledger.Delivered, File.Exists(options.Output) ? Ffmpeg.FrameTimes(options.Output).Length : 0);
        AssertNothingIsAlive();
    }

    [Theory]
    [InlineData("same")]
    [InlineData("symbolic link")]
    [InlineData("hard link")]
    public async Task Open_OutputIsTheInput_IsRefusedUnderAnyName(string how)
    {
        string input = MakeInput(".mp4");
        string output = _folder.File("other.mp4");
        switch (how)
        {
            case "same":
                output = Path.Combine(_folder.Path, ".", "in.mp4");
                break;
            case "symbolic link":
                File.CreateSymbolicLink(output, input);
                break;
            default:
                System.Diagnostics.Process.Start("ln", [input, output]).WaitForExit();
                break;
        }

        byte[] before = await File.ReadAllBytesAsync(input, TestContext.Current.CancellationToken);
        var options = new FileJobOptions { Input = input, Output = output, Writer = new VideoWriterOptions { Overwrite = true } };
        Assert.Equal(FaultKind.Output, (await Assert.ThrowsAsync<VideoSegException>(() => Run(options))).Kind);
        Assert.Equal(before, await File.ReadAllBytesAsync(input, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task RunAsync_CodecTheContainerCannotHold_IsRefusedAndLeavesNothing()
    {
        FileJobOptions options = Options(MakeInput(".mp4"), "out.webm");
        var fault = await Assert.ThrowsAsync<VideoSegException>(() => Run(options));
        Assert.Contains("webm", fault.Message, StringComparison.OrdinalIgnoreCase);
        Assert.False(File.Exists(options.Output));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task RunAsync_SteadyState_AllocatesNextToNothingPerFrame(bool withResults)
    {
        string input = _folder.File("long.mkv");
        Ffmpeg.Make(input, Disc.Replace("d=2", "d=16", StringComparison.Ordinal), "-c:v", "ffv1");
        long before = 0, after = 0;
        var segmenter = new ScriptedSegmenter
        {
            OnFrame = n =>
            {
                before = n == 150 ? GC.GetTotalAllocatedBytes(precise: true) : before;
                after = n == 350 ? GC.GetTotalAllocatedBytes(precise: true) : after;
            },
        };
        await Run(Options(input, "out.mkv") with
        {
            Writer = new VideoWriterOptions { Codec = "ffv1" },
            Masks = withResults ? _folder.File("m.mkv") : null,
            Detections = withResults ? _folder.File("d.jsonl") : null,
        }, segmenter);

        // Left over: the Segmentation object itself (about 60 bytes) and now and then a work item of the thread pool. The frame's own
        // samples, masks and drawings would be tens of kilobytes.
        Assert.InRange((after - before) / 200, 0, 400);
    }

    private async Task<FileJobReport> Run(
        FileJobOptions options, ScriptedSegmenter? segmenter = null, CancellationToken cancellationToken = default, PipelineMetrics? metrics = null)
    {
        using FileJob job = FileJob.Open(options, metrics ?? _metrics, CancellationToken.None);
        return await job.RunAsync(segmenter ?? new ScriptedSegmenter(), cancellationToken);
    }

    private static string Url(TcpListener listener) => $"tcp://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    /// <summary>Sends all but the end of a film of 250 frames and keeps the connection.</summary>
    private async Task<TcpClient> ServeFilmAsync(TcpListener listener)
    {
        byte[] film = await File.ReadAllBytesAsync(Ffmpeg.Make(_folder.File("film.ts"), Disc.Replace("d=2", "d=10", StringComparison.Ordinal), "-c:v", "mpeg2video"));
        TcpClient client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(film.AsMemory(0, film.Length * 9 / 10));
        return client;
    }

    private string MakeInput(string ending)
    {
        string path = _folder.File("in" + ending);
        Ffmpeg.Run("-f", "lavfi", "-i", Disc, "-f", "lavfi", "-i", "sine=frequency=440:duration=2", "-c:v", "libx264", "-preset", "ultrafast", "-bf", "2", "-c:a", "aac", path);
        return path;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_EveryTenthFrame_CarriesTheMasksAlongInTheOthers(bool steadied)
    {
        FileJobOptions options = Options(MakeInput(".mp4"), "out.mp4") with
        {
            Detections = _folder.File("d.jsonl"),
            Analysis = new AnalysisOptions { Every = 10 },
            Steady = new SteadyOptions { Enabled = steadied, ConfirmFrames = 1 },
        };
        FileJobReport report = await Run(options);
        Assert.Equal((50, 5, 50), (report.FramesOut, report.FramesAnalysed, report.FramesWithPolyps));
        JsonElement[] lines = [.. File.ReadLines(options.Detections).Select(line => JsonDocument.Parse(line).RootElement)];
        for (int i = 0; i < 50; i++)
        {
            Assert.Equal(i % 10 != 0, lines[i].TryGetProperty("carried", out _));
            int[] box = [.. Assert.Single(lines[i].GetProperty("polyps").EnumerateArray()).GetProperty("box").EnumerateArray().Select(v => v.GetInt32())];
            Assert.Equal(40 + i, box[0] + (box[2] / 2.0), 6.0); // it moves by a pixel a frame, and the masks with it
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task RunAsync_Replacing_KeepsTheOldFilesUntilTheNewOnesAreWhole(bool isInterrupted)
    {
        FileJobOptions options = Options(MakeInput(".mp4"), "out.mp4") with { Detections = _folder.File("d.jsonl"), Masks = _folder.File("m.mkv") };
        foreach (string old in new[] { options.Output, options.Detections!, options.Masks! })
        {
            await File.WriteAllTextAsync(old, "precious", TestContext.Current.CancellationToken);
        }

        using var source = new CancellationTokenSource();
        var segmenter = new ScriptedSegmenter
        {
            OnFrame = frame =>
            {
                Assert.Equal("precious", File.ReadAllText(options.Output));
                Assert.Equal("precious", File.ReadAllText(options.Detections!));
                if (isInterrupted && frame == 20)
                {
                    source.Cancel();
                }
            },
        };
        options = options with { Writer = options.Writer with { Overwrite = true } };
        using FileJob job = FileJob.Open(options, new PipelineMetrics("replacing", TimeProvider.System));
        FileJobReport report = await job.RunAsync(segmenter, source.Token);
        Assert.Equal(isInterrupted, report.WasInterrupted);
        Assert.Equal(isInterrupted ? _folder.File("out.partial.mp4") : options.Output, report.Output);
        Assert.Equal(report.FramesOut, Ffmpeg.FrameTimes(report.Output).Length);
        Assert.Equal(isInterrupted, File.ReadAllText(options.Detections!) == "precious");
        Assert.Equal(isInterrupted, File.ReadAllText(options.Masks!) == "precious");
        Assert.Equal(isInterrupted, File.Exists(_folder.File("d.partial.jsonl")));
        Assert.Equal(isInterrupted ? 3 : 0, report.Notes.Count(note => note.Contains("was not replaced", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task RunAsync_Steadied_FollowsThePolypAndCountsItOnce()
    {
        FileJobOptions options = Options(MakeInput(".mp4"), "out.mp4") with
        {
            Detections = _folder.File("d.jsonl"),
            Masks = _folder.File("masks"),
            Steady = new SteadyOptions { Measure = true },
        };
        FileJobReport report = await Run(options);
        Assert.Equal(1, report.Polyps);
        Assert.Equal((50, 48, 48), (report.FramesOut, report.FramesWithPolyps, report.Detections)); // shown from the third frame on
        JsonElement[] lines = [.. File.ReadLines(options.Detections).Select(line => JsonDocument.Parse(line).RootElement)];
        Assert.Empty(lines[1].GetProperty("polyps").EnumerateArray());
        Assert.All(lines[2..], line => Assert.Equal(1, Assert.Single(line.GetProperty("polyps").EnumerateArray()).GetProperty("track").GetInt32()));
        Assert.DoesNotContain((byte)255, Model.Images.ImageFile.Read(_folder.File("masks/frame-000001.png")).Data);
        Assert.Contains((byte)255, Model.Images.ImageFile.Read(_folder.File("masks/frame-000002.png")).Data);
        Assert.InRange(report.Steadied!.MeanOverlap!.Value, 0.8, 1);
        Assert.Equal(1, report.Unsteadied!.Polyps);
    }

    private FileJobOptions Options(string input, string output) =>
        new()
        {
            Input = input,
            Output = _folder.File(output),
            Writer = new VideoWriterOptions { Preset = "ultrafast" },
            Steady = new SteadyOptions { Enabled = false }, // what is drawn on a frame is then that frame's own
        };

    private static void AssertNothingIsAlive() => Assert.Equal(default, MediaLibrary.LiveHandles);
}
