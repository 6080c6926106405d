using System.Text.Json.Nodes;
using VideoSeg.Model;
using VideoSeg.Model.Compile;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;

namespace VideoSeg.Bench.Engine.Gpu;

/// <summary><c>bench engine --device cuda</c>: this program's engine for GPUs against PyTorch, eager and compiled.</summary>
internal static class GpuBench
{
    /// <summary>Numbers of pictures where none are asked for.</summary>
    public const string Batches = "1,2,4,8,16,32,64";

    /// <summary>Largest number of pictures.</summary>
    public const int MaxBatch = 64;

    private const int RunsOfARound = 20;

    private const string Clocks =
        "Clocks, each in the engine's own process, from float32 pictures in pinned host memory to probabilities there, the device synchronised: copy in, network, copy out.\n" +
        "Ours beyond 16 pictures: several calls at the same time, wall time, with the conversion of the pictures. PyTorch: all pictures in one call, however many.\n" +
        "All engines are loaded, warm, and run in turns of 20 runs: A B C, A B C, and so on; an idle one waits for its input.\n" +
        "PyTorch: the network as it was trained, channels last, cudnn.benchmark; compiled: torch.compile(mode=\"max-autotune\"). sum: of the probabilities, to compare.\n" +
        "floor: the compiled network's arithmetic at the rate of a matrix product of 8192 x 8192, and the inputs and outputs of its operations at the rate of a copy of 1 GiB.";

    /// <summary>Measures and prints.</summary>
    /// <exception cref="VideoSegException">There is no such GPU (<see cref="FaultKind.Engine"/>).</exception>
    public static async Task RunAsync(
        ModelFile model, Picture picture, string device, IReadOnlyList<int> batches, IReadOnlyList<string> precisions, int rounds, bool json, CancellationToken cancellationToken)
    {
        Device gpu = Device.Parse(device);
        RequireGpu(model, device);
        TextWriter text = json ? TextWriter.Null : Console.Out;
        string begin = Machine.Now;
        text.WriteLine($"started {begin}\n{string.Join('\n', Machine.Lines)}\nGPU: {TorchRuntime.CudaDeviceName(gpu.Index)}\n{Clocks}");
        text.WriteLine($"network: {model.Metadata.Name} ({model.Graph.Name}), {picture.Width} x {picture.Height}; {rounds} rounds");
        CompiledNetwork network = NetworkCompiler.CompileForGpu(model.Graph, model.Weights);
        var cost = NetworkCost.Of(network.Graph, picture.Height, picture.Width);
        var results = new List<GpuResult>();
        DirectoryInfo folder = Directory.CreateTempSubdirectory("videoseg-bench-");
        try
        {
            var setting = GpuSetting.Create(model, picture, gpu.ToString(), folder.FullName);
            Dictionary<string, (double Operations, double Bytes)> rates = await RatesAsync(setting, precisions, cancellationToken);
            foreach (int batch in batches)
            {
                var floors = rates.ToDictionary(rate => rate.Key, rate => Floors(cost, rate.Key, rate.Value, batch));
                results.Add(new GpuResult(
                    batch, await GpuMeasurement.MeasureAsync(GpuCandidate.In(precisions), setting with { Batch = batch }, rounds, RunsOfARound, cancellationToken), floors));
                text.WriteLine($"\n{results[^1].ToText()}");
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
                ["rounds"] = rounds,
                ["runs_of_a_round"] = RunsOfARound,
                ["model"] = model.Metadata.Name,
                ["width"] = picture.Width,
                ["height"] = picture.Height,
                ["gpu"] = TorchRuntime.CudaDeviceName(gpu.Index),
                ["machine"] = Machine.ToJson(),
                ["results"] = new JsonArray([.. results.SelectMany(result => result.ToJson())]),
            }.ToJsonString());
        }
    }

    /// <summary>Where there is none, the engine says why, better than anything here could.</summary>
    private static void RequireGpu(ModelFile model, string device)
    {
        if (!TorchRuntime.CudaIsAvailable)
        {
            SegmenterFactory.Create(model, new SegmenterOptions { Engine = CudaSegmenter.Name, Device = device }).DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static async Task<Dictionary<string, (double Operations, double Bytes)>> RatesAsync(
        GpuSetting setting, IReadOnlyList<string> precisions, CancellationToken cancellationToken)
    {
        var rates = new Dictionary<string, (double, double)>(StringComparer.Ordinal);
        foreach (string precision in precisions)
        {
            using EngineProcess process = new GpuCandidate(CudaSegmenter.Name, precision).Start();
            JsonObject answer = await process.AskAsync(new JsonObject { ["floors"] = precision, ["device"] = setting.Device }, cancellationToken);
            rates[precision] = (answer["operationsPerSecond"]!.GetValue<double>(), answer["bytesPerSecond"]!.GetValue<double>());
        }

        return rates;
    }

    private static (double Arithmetic, double Traffic) Floors(NetworkCost cost, string precision, (double Operations, double Bytes) rate, int batch) =>
        (2.0 * cost.MultiplyAccumulates * batch / rate.Operations, (precision == "f32" ? 1.0 : 0.5) * cost.BytesMoved * batch / rate.Bytes);
}
