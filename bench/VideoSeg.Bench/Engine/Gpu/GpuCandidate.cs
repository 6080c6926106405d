using System.Text.Json.Nodes;
using VideoSeg.Model.Inference;

namespace VideoSeg.Bench.Engine.Gpu;

/// <summary>An engine and the precision in which it is measured on a GPU.</summary>
/// <param name="Engine"><see cref="CudaSegmenter.Name"/>, <see cref="PyTorch.Eager"/> or <see cref="PyTorch.Compiled"/>.</param>
/// <param name="Precision"><c>f16</c>, <c>bf16</c> or <c>f32</c>.</param>
internal sealed record GpuCandidate(string Engine, string Precision)
{
    /// <summary>The precisions that there are.</summary>
    public static IReadOnlyList<string> Precisions { get; } = ["f16", "bf16", "f32"];

    /// <summary>All engines in these precisions, in the order in which they run: first what the others are compared with.</summary>
    public static IReadOnlyList<GpuCandidate> In(IEnumerable<string> precisions) =>
    [
        .. from precision in precisions
           from engine in new[] { PyTorch.Eager, PyTorch.Compiled, CudaSegmenter.Name }
           select new GpuCandidate(engine, precision),
    ];

    /// <summary>Starts its process.</summary>
    /// <exception cref="Model.VideoSegException">There is no such program.</exception>
    public EngineProcess Start() => Engine == CudaSegmenter.Name
        ? new EngineProcess(Path.Combine(AppContext.BaseDirectory, "VideoSeg.Bench"), [GpuWorker.CommandName], [])
        : new EngineProcess(PyTorch.Python, [PyTorch.Script], []);

    /// <summary>What its process is asked to open.</summary>
    public JsonObject Opening(GpuSetting setting) => Engine == CudaSegmenter.Name
        ? new JsonObject
        {
            ["open"] = setting.ModelPath,
            ["picture"] = setting.PicturePath,
            ["precision"] = Precision,
            ["batch"] = setting.Batch,
            ["device"] = setting.Device,
        }
        : new JsonObject
        {
            ["open"] = setting.GraphPath,
            ["weights"] = setting.ModelPath,
            ["input"] = setting.InputPath,
            ["precision"] = Precision,
            ["batch"] = setting.Batch,
            ["device"] = setting.Device == "cuda" ? "cuda:0" : setting.Device,
            ["mode"] = Engine == PyTorch.Compiled ? "compiled" : "eager",
        };
}
