using System.CommandLine;
using System.Text.Json.Nodes;
using VideoSeg.Host.Commands;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Bench.Soak;

/// <summary><c>bench soak</c>: a long recording, and what the process holds meanwhile.</summary>
internal sealed class SoakCommand
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    private readonly Argument<int> _frames = new("frames") { Description = "How many frames.", HelpName = "FRAMES", DefaultValueFactory = _ => 20_000 };

    private readonly Option<string> _input = new("--input") { Description = "The recording, which is played over and over.", HelpName = "FILE", DefaultValueFactory = _ => "samples/videos/colonoscopy-sample.mp4" };

    private readonly Option<int> _interval = new("--interval") { Description = "Frames between two looks, 1 to 1000000.", HelpName = "N", DefaultValueFactory = _ => 500 };

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object instead of text." };

    private readonly Option<int> _lanes = LanesOption.Create();

    private readonly SegmenterArguments _segmenter;

    private SoakCommand(Command command)
    {
        _interval.Require(interval => interval is >= 1 and <= 1_000_000, "1 to 1000000");
        command.Arguments.Add(_frames);
        foreach (Option option in new Option[] { _input, _interval, _json })
        {
            command.Options.Add(option);
        }

        _segmenter = new SegmenterArguments(command);
        command.Options.Add(_lanes);
    }

    public static Command Create()
    {
        var command = new Command("soak",
            "Process a recording played over and over (by ffmpeg, into a pipe) with the real network, drawing, detections and H.264, and look at " +
            "resident memory, native handles and allocations at intervals. Exit code 1 where they grow after the first 1,000 frames, or a frame is unaccounted for.");
        var soak = new SoakCommand(command);
        command.SetAction(soak.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        bool json = parsed.GetValue(_json);
        TextWriter text = json ? TextWriter.Null : Console.Out;
        string begin = Machine.Now;
        text.WriteLine($"started {begin}\n{string.Join('\n', Machine.Lines)}\n{SoakVerdict.Rule}\n");
        text.WriteLine($"{"frames",10} {"resident MB",12} {"managed MB",12} {"handles",8} {"bytes a frame",14}");
        var samples = new List<SoakSample> { SoakSample.Take(0) };
        FrameLedger ledger = await ProcessAsync(parsed, samples, text, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        List<string> faults = [.. SoakVerdict.Judge(samples), .. Accounts(ledger, parsed.GetValue(_frames))];
        if (HandleAudit.CountAlive() is not 0 and long left)
        {
            faults.Add($"native handles alive at the end: {left}");
        }

        text.WriteLine($"\nended {Machine.Now}\n{(faults.Count == 0 ? "flat" : $"NOT FLAT\n{string.Join('\n', faults)}")}");
        if (json)
        {
            Console.Out.WriteLine(new JsonObject
            {
                ["started"] = begin,
                ["ended"] = Machine.Now,
                ["machine"] = Machine.ToJson(),
                ["frames"] = ledger.Delivered,
                ["flat"] = faults.Count == 0,
                ["faults"] = new JsonArray([.. faults.Select(fault => JsonValue.Create(fault))]),
                ["samples"] = new JsonArray([.. samples.Select(sample => (JsonNode)new JsonObject
                {
                    ["frames"] = sample.Frames,
                    ["resident_mb"] = Math.Round(sample.ResidentMegabytes, 1),
                    ["managed_mb"] = Math.Round(sample.HeapMegabytes, 1),
                    ["handles"] = sample.Handles,
                    ["allocated_bytes"] = sample.AllocatedBytes,
                })]),
            }.ToJsonString());
        }

        return faults.Count == 0 ? 0 : 1;
    }

    private async Task<FrameLedger> ProcessAsync(ParseResult parsed, List<SoakSample> samples, TextWriter text, CancellationToken cancellationToken)
    {
        using var video = new LoopedVideo(parsed.GetRequiredValue(_input), parsed.GetValue(_frames));
        var options = new FileJobOptions
        {
            Input = video.Path,
            Output = video.Path + ".out.mp4",
            Detections = video.Path + ".jsonl",
            Writer = new VideoWriterOptions { Preset = "ultrafast" },
        };
        await using ISegmenter segmenter = SegmenterFactory.Create(LanesOption.Complete(_segmenter.Read(parsed), parsed, _lanes));
        using var instruments = new PipelineInstruments();
        var metrics = new PipelineMetrics("soak", TimeProvider.System, instruments);
        using FileJob job = FileJob.Open(options, metrics, cancellationToken);
        Task<FileJobReport> run = job.RunAsync(segmenter, cancellationToken);
        int interval = parsed.GetValue(_interval);
        while (await Task.WhenAny(run, Task.Delay(Look, TimeProvider.System, CancellationToken.None)) != run)
        {
            if (job.Ledger.Delivered >= samples[^1].Frames + interval)
            {
                samples.Add(SoakSample.Take(job.Ledger.Delivered));
                text.WriteLine(samples[^1].ToText(samples[^2]));
            }
        }

        await run;
        return job.Ledger;
    }

    private static IEnumerable<string> Accounts(FrameLedger ledger, long expected)
    {
        if (ledger.InFlight != 0 || ledger.Captured != expected || ledger.Delivered != expected)
        {
            yield return $"expected {expected} frames in and out, found {ledger.Captured} in, {ledger.Delivered} out, {ledger.DroppedTotal} dropped, {ledger.FailedTotal} failed";
        }
    }
}
