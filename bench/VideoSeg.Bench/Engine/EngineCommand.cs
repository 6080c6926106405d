using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using VideoSeg.Bench.Engine.Gpu;
using VideoSeg.Host.Commands;
using VideoSeg.Model;
using VideoSeg.Model.Images;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;

namespace VideoSeg.Bench.Engine;

/// <summary><c>bench engine</c>: the network alone, on this program's engines and on ONNX Runtime.</summary>
internal sealed class EngineCommand
{
    private const int MaxThreads = 1024;

    private const int MaxBatch = 16;

    private const string Batches = "1,4,16";

    private const string Clocks =
        "Clocks, each in the engine's own process. ONNX Runtime: session.run, float32 planes to logits. The others: converted pictures to probabilities.\n" +
        "convolutions: those of the compiled network, in the engine's own layouts and nothing between; the whole's time over that of the same precision is \"of conv.\".\n" +
        "Converting pictures is in none of them. start s: start of the process to the end of its first run. MB: largest resident memory of the process.\n" +
        "All engines are loaded, warm, and run in turns: A B C, A B C, and so on; an idle one waits for its input. Medians.\n" +
        "ONNX Runtime: the exported network with all sizes fixed; " + OnnxRuntime.Settings + ".";

    private readonly Option<string?> _model = new Option<string?>("--model")
    {
        Description = "The weights. Default: the shipped models/resunetpp-kvasir.safetensors.",
        HelpName = "FILE",
    }.NotEmpty();

    private readonly Option<string> _input = new("--input") { Description = "The recording whose first frame is looked at.", HelpName = "FILE", DefaultValueFactory = _ => "samples/videos/colonoscopy-sample.mp4" };

    private readonly Option<string> _threads = new("--threads") { Description = $"Numbers of threads, separated by commas, each 1 to {MaxThreads}.", HelpName = "N,N", DefaultValueFactory = _ => "2,1" };

    private readonly Option<string?> _batches = new("--batches")
    {
        Description = $"Numbers of pictures at once, separated by commas, each 1 to {MaxBatch}, on a GPU to {GpuBench.MaxBatch}. Default: {Batches}; on a GPU {GpuBench.Batches}.",
        HelpName = "N,N",
    };

    private readonly Option<string> _device = new("--device")
    {
        Description = "cpu, or cuda or cuda:N for the engine for GPUs against PyTorch (python3, or VIDEOSEG_PYTHON) in place of all this.",
        HelpName = "DEVICE",
        DefaultValueFactory = _ => "cpu",
    };

    private readonly Option<string> _precisions = new("--precisions")
    {
        Description = "On a GPU: precisions, separated by commas, of f16, bf16 and f32.",
        HelpName = "P,P",
        DefaultValueFactory = _ => string.Join(',', GpuCandidate.Precisions),
    };

    private readonly Option<int> _rounds = new("--rounds") { Description = "How often everything is measured, 1 to 1000.", HelpName = "N", DefaultValueFactory = _ => 11 };

    private readonly Option<bool> _json = new("--json") { Description = "Print one JSON object instead of text, with ratio_to_onnxruntime by precision at the first --threads and --batches." };

    private EngineCommand(Command command)
    {
        _threads.Require(text => Numbers(text, MaxThreads) is not null, $"numbers of 1 to {MaxThreads}, separated by commas");
        _batches.Require(text => text is null || Numbers(text, GpuBench.MaxBatch) is not null, $"numbers of 1 to {GpuBench.MaxBatch}, separated by commas");
        _precisions.Require(text => text is not null && text.Split(',').All(GpuCandidate.Precisions.Contains), "f16, bf16 or f32, separated by commas");
        _rounds.Require(rounds => rounds is >= 1 and <= 1000, "1 to 1000");
        foreach (Option option in new Option[] { _model, _input, _device, _threads, _batches, _precisions, _rounds, _json })
        {
            command.Options.Add(option);
        }
    }

    public static Command Create()
    {
        var command = new Command("engine", "The network alone: this program's engines in each precision against ONNX Runtime and against their convolutions alone.");
        var bench = new EngineCommand(command);
        command.SetAction(bench.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellationToken)
    {
        bool json = parsed.GetValue(_json);
        TextWriter text = json ? TextWriter.Null : Console.Out;
        ModelFile model = ModelFile.Open(parsed.GetValue(_model));
        Picture picture = SamplePicture.Read(parsed.GetRequiredValue(_input), model.Metadata.InputWidth, model.Metadata.InputHeight);
        Device device = Device.Parse(parsed.GetRequiredValue(_device));
        if (device.Kind == DeviceKind.Cuda)
        {
            int[] numbers = Numbers(parsed.GetValue(_batches) ?? GpuBench.Batches, GpuBench.MaxBatch)!;
            await GpuBench.RunAsync(model, picture, parsed.GetRequiredValue(_device), numbers, parsed.GetRequiredValue(_precisions).Split(','), parsed.GetValue(_rounds), json, cancellationToken);
            return 0;
        }

        int[] batches = Numbers(parsed.GetValue(_batches) ?? Batches, MaxBatch)
            ?? throw new VideoSegException(FaultKind.Usage, $"expected numbers of 1 to {MaxBatch} pictures on a processor, got '{parsed.GetValue(_batches)}'");
        string begin = Machine.Now;
        text.WriteLine($"started {begin}\n{string.Join('\n', Machine.Lines)}\n{Clocks}");
        text.WriteLine($"network: {model.Metadata.Name} ({model.Graph.Name}), {picture.Width} x {picture.Height}; {parsed.GetValue(_rounds)} rounds");
        var results = new List<EngineResult>();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("videoseg-bench-");
        try
        {
            foreach (int threads in Numbers(parsed.GetValue(_threads), MaxThreads)!)
            {
                foreach (int batch in batches)
                {
                    var setting = EngineSetting.Create(model, picture, threads, batch, folder.FullName);
                    results.Add(new EngineResult(threads, batch, await EngineMeasurement.MeasureAsync(Candidate.All, setting, parsed.GetValue(_rounds), cancellationToken)));
                    text.WriteLine($"\n{results[^1].ToText()}");
                }
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }

        text.WriteLine($"\nended {Machine.Now}");
        if (json)
        {
            Console.Out.WriteLine(new JsonObject
            {
                ["started"] = begin,
                ["ended"] = Machine.Now,
                ["rounds"] = parsed.GetValue(_rounds),
                ["model"] = model.Metadata.Name,
                ["width"] = picture.Width,
                ["height"] = picture.Height,
                ["onnxruntime_settings"] = OnnxRuntime.Settings,
                ["machine"] = Machine.ToJson(),
                ["results"] = new JsonArray([.. results.SelectMany(result => result.ToJson())]),
                ["ratio_to_onnxruntime"] = results[0].RatiosToOnnxRuntime(),
            }.ToJsonString());
        }

        return 0;
    }

    private static int[]? Numbers(string? text, int most)
    {
        int[] numbers = [.. (text ?? "").Split(',').Select(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0)];
        return numbers.All(number => number >= 1 && number <= most) ? numbers : null;
    }
}
