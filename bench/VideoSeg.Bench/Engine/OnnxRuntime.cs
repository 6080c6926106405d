using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using VideoSeg.Model;

namespace VideoSeg.Bench.Engine;

/// <summary>ONNX Runtime through Node.js, in a process of its own: all graph optimisations, on the CPU, float32.</summary>
internal sealed class OnnxRuntime : IMeasuredEngine
{
    /// <summary>Name among the engines.</summary>
    public const string Name = "onnxruntime";

    /// <summary>How it is set up where it is measured, for people.</summary>
    public const string Settings = "execution provider cpu, graphOptimizationLevel all, executionMode sequential, interOpNumThreads 1, intraOpNumThreads as many as the others";

    private const string Package = "node_modules/onnxruntime-node";

    private readonly EngineProcess _process;

    private OnnxRuntime(EngineProcess process) => _process = process;

    /// <summary>What is missing for it, with what to do; null where all is there.</summary>
    public static string? Missing =>
        FindFolder() is null ? "expected ONNX Runtime in artifacts/onnxruntime, found none; run eng/onnxruntime.sh"
        : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "node"))) ? null
        : "expected the program node on the PATH, found none; install it: apt-get install nodejs";

    /// <summary>Version of ONNX Runtime.</summary>
    public required string Version { get; init; }

    /// <summary>Names of the network's inputs.</summary>
    public required IReadOnlyList<string> Inputs { get; init; }

    /// <summary>Names of the network's outputs.</summary>
    public required IReadOnlyList<string> Outputs { get; init; }

    /// <inheritdoc/>
    public string Description => $"ONNX Runtime {Version}, f32";

    /// <inheritdoc/>
    public double PeakMegabytes => _process.PeakMegabytes;

    /// <summary>Opens the exported network with all sizes fixed, all optimisations on, and hands over the pictures.</summary>
    /// <exception cref="VideoSegException">ONNX Runtime is not there (<see cref="FaultKind.Engine"/>).</exception>
    public static async Task<OnnxRuntime> StartAsync(EngineSetting setting, CancellationToken cancellationToken)
    {
        OnnxRuntime runtime = await OpenAsync(setting.OnnxPath, setting.Threads, "all", cancellationToken);
        try
        {
            await runtime.SetInputAsync(setting.InputPath, [setting.Batch, 3, setting.Height, setting.Width], cancellationToken);
            return runtime;
        }
        catch
        {
            runtime.Dispose();
            throw;
        }
    }

    /// <summary>Opens an ONNX file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="threads">Threads an operation is spread over.</param>
    /// <param name="optimize">Its <c>graphOptimizationLevel</c>: <c>disabled</c>, <c>basic</c>, <c>extended</c> or <c>all</c>.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="VideoSegException">ONNX Runtime is not there, or refuses the file (<see cref="FaultKind.Engine"/>).</exception>
    public static async Task<OnnxRuntime> OpenAsync(string path, int threads, string optimize, CancellationToken cancellationToken)
    {
        if (Missing is { } missing)
        {
            throw new VideoSegException(FaultKind.Engine, missing);
        }

        var process = new EngineProcess("node", [Path.Combine(AppContext.BaseDirectory, "Engine", "onnxruntime.cjs"), FindFolder()!], []);
        try
        {
            JsonObject answer = await process.AskAsync(new JsonObject { ["open"] = Path.GetFullPath(path), ["threads"] = threads, ["optimize"] = optimize }, cancellationToken);
            return new OnnxRuntime(process)
            {
                Version = answer["version"]!.GetValue<string>(),
                Inputs = [.. answer["inputs"]!.AsArray().GetValues<string>()],
                Outputs = [.. answer["outputs"]!.AsArray().GetValues<string>()],
            };
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>Hands over the input of the runs to come.</summary>
    /// <param name="values">[N, C, H, W], row after row.</param>
    /// <param name="shape">The four sizes.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async Task SetInputAsync(ReadOnlyMemory<float> values, int[] shape, CancellationToken cancellationToken)
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllBytesAsync(file, MemoryMarshal.AsBytes(values.Span).ToArray(), cancellationToken);
            await SetInputAsync(file, shape, cancellationToken);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>The same, from a file of little-endian float32.</summary>
    public Task SetInputAsync(string file, int[] shape, CancellationToken cancellationToken) => _process.AskAsync(
        new JsonObject { ["input"] = file, ["shape"] = new JsonArray([.. shape.Select(size => JsonValue.Create(size))]) }, cancellationToken);

    /// <inheritdoc/>
    public async Task<TimeSpan> RunAsync(CancellationToken cancellationToken)
    {
        JsonObject answer = await _process.AskAsync(new JsonObject { ["run"] = true }, cancellationToken);
        return TimeSpan.FromSeconds(answer["seconds"]!.GetValue<double>());
    }

    /// <summary>An output of the last run, and its shape.</summary>
    public async Task<(float[] Values, int[] Shape)> ReadAsync(string output, CancellationToken cancellationToken)
    {
        string file = Path.GetTempFileName();
        try
        {
            JsonObject answer = await _process.AskAsync(new JsonObject { ["save"] = output, ["file"] = file }, cancellationToken);
            byte[] bytes = await File.ReadAllBytesAsync(file, cancellationToken);
            return (MemoryMarshal.Cast<byte, float>(bytes).ToArray(), [.. answer["shape"]!.AsArray().GetValues<int>()]);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private static string? FindFolder()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            string path = Path.Combine(folder, "artifacts", "onnxruntime");
            if (Directory.Exists(Path.Combine(path, Package)))
            {
                return path;
            }
        }

        return null;
    }
}
