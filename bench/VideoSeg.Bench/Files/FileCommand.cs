using System.CommandLine;
using System.Text.Json.Nodes;
using VideoSeg.Host.Commands;
using VideoSeg.Model.Inference;

namespace VideoSeg.Bench.Files;

/// <summary><c>bench file</c>: the wall time of <c>process</c> against its parts run alone.</summary>
internal sealed class FileCommand
{
    private const string Clocks =
        "Clocks. decode: first read to the end of the input. inference: first frame handed over to the last one's masks, preprocessing included.\n" +
        "encode: first frame handed over to the closed file. process: first frame read to the closed output, and the whole command with all loading.\n" +
        "Opening files is in the whole command only. The network has run before where it runs alone, but not in process, which begins anew each time.\n" +
        "Rounds are interleaved: process, decode, inference, encode, and again. Medians.";

    private readonly Option<string> _input = new("--input") { Description = "The recording.", HelpName = "FILE", DefaultValueFactory = _ => "samples/videos/colonoscopy-sample.mp4" };

    private readonly Option<string> _folder = new("--folder") { Description = "For the recordings that are made of it, and outputs.", HelpName = "DIR", DefaultValueFactory = _ => "artifacts/bench" };

    private readonly Option<int> _frames = new("--frames")
    {
        Description = "How many of its frames, 1 to 1000; all are held in memory (1080p: 3 MB each).",
        HelpName = "N",
        DefaultValueFactory = _ => 250,
    };

    private readonly Option<int> _rounds = new("--rounds") { Description = "How often everything is measured, 1 to 100.", HelpName = "N", DefaultValueFactory = _ => 5 };

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object instead of text." };

    private readonly Option<int> _lanes = LanesOption.Create();

    private readonly SegmenterArguments _segmenter;

    private FileCommand(Command command)
    {
        _frames.Require(frames => frames is >= 1 and <= 1000, "1 to 1000");
        _rounds.Require(rounds => rounds is >= 1 and <= 100, "1 to 100");
        foreach (Option option in new Option[] { _input, _folder, _frames, _rounds, _json })
        {
            command.Options.Add(option);
        }

        _segmenter = new SegmenterArguments(command);
        command.Options.Add(_lanes);
    }

    public static Command Create()
    {
        var command = new Command("file", "Wall time of process on a recording at 720p and 1080p against decode, inference and encode run alone.");
        var bench = new FileCommand(command);
        command.SetAction(bench.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        bool json = parsed.GetValue(_json);
        TextWriter text = json ? TextWriter.Null : Console.Out;
        string begin = Machine.Now;
        text.WriteLine($"started {begin}\n{string.Join('\n', Machine.Lines)}\n{Clocks}\n");
        SegmenterOptions options = LanesOption.Complete(_segmenter.Read(parsed), parsed, _lanes);
        await using ISegmenter segmenter = SegmenterFactory.Create(options);
        text.WriteLine($"network: {segmenter.Info.Model}, {segmenter.Info.Engine}, {segmenter.Info.Precision}, {segmenter.Info.Device}, {segmenter.Info.Lanes} at the same time");
        var results = new List<FileResult>();
        foreach (int height in SampleVideo.Heights)
        {
            string input = SampleVideo.Make(parsed.GetRequiredValue(_input), height, parsed.GetValue(_frames), parsed.GetRequiredValue(_folder));
            results.Add(await MeasureAsync(input, segmenter, options, parsed.GetValue(_rounds), cancellationToken));
            text.WriteLine($"\n{results[^1].ToText()}");
        }

        text.WriteLine($"\nended {Machine.Now}");
        if (json)
        {
            Console.Out.WriteLine(new JsonObject
            {
                ["started"] = begin,
                ["ended"] = Machine.Now,
                ["rounds"] = parsed.GetValue(_rounds),
                ["engine"] = segmenter.Info.Engine,
                ["precision"] = segmenter.Info.Precision,
                ["device"] = segmenter.Info.Device,
                ["machine"] = Machine.ToJson(),
                ["results"] = new JsonArray([.. results.Select(result => result.ToJson())]),
            }.ToJsonString());
        }

        return 0;
    }

    private static async Task<FileResult> MeasureAsync(string input, ISegmenter segmenter, SegmenterOptions options, int rounds, CancellationToken cancellationToken)
    {
        using var alone = new AloneRuns(input);
        string output = Path.ChangeExtension(input, ".out.mp4");
        await alone.InferAsync(segmenter, cancellationToken, frames: 3);
        var processes = new List<ProcessRun>();
        var decode = new List<double>();
        var inference = new List<double>();
        var encode = new List<double>();
        for (int round = 0; round < rounds; round++)
        {
            processes.Add(await ProcessRun.MeasureAsync(input, output, Arguments(options), cancellationToken));
            decode.Add(alone.Decode().TotalSeconds);
            inference.Add((await alone.InferAsync(segmenter, cancellationToken)).TotalSeconds);
            encode.Add(alone.Encode(output).TotalSeconds);
        }

        File.Delete(output);
        return new FileResult
        {
            Size = alone.Size,
            Frames = alone.Frames,
            Decode = FileResult.Median(decode),
            Inference = FileResult.Median(inference),
            Encode = FileResult.Median(encode),
            Job = FileResult.Median(processes.Select(run => run.Job.TotalSeconds)),
            Command = FileResult.Median(processes.Select(run => run.Command.TotalSeconds)),
            StageMilliseconds = processes[0].StageMilliseconds.Keys.ToDictionary(stage => stage, stage => FileResult.Median(processes.Select(run => run.StageMilliseconds[stage]))),
        };
    }

    private static IEnumerable<string> Arguments(SegmenterOptions options) =>
    [
        "--device", options.Device, "--precision", options.Precision, "--engine", options.Engine, "--threads", $"{options.Threads}", "--lanes", $"{options.Lanes}",
        .. options.ModelPath is { } model ? new[] { "--model", model } : [],
        .. options.Mode is { } mode ? new[] { "--mode", mode } : [],
        .. options.Depth is { } depth ? new[] { "--depth", $"{depth}" } : [],
    ];
}
