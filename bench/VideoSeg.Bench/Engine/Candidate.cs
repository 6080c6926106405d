using VideoSeg.Model.Inference;

namespace VideoSeg.Bench.Engine;

/// <summary>An engine and the precision in which it is measured.</summary>
/// <param name="Engine">Its name: <see cref="OnnxRuntime.Name"/>, <see cref="ConvolutionWorkload.Name"/>, or that of a <see cref="ISegmenter"/>.</param>
/// <param name="Precision"><c>f32</c>, <c>bf16</c> or <c>int8</c>.</param>
internal sealed record Candidate(string Engine, string Precision)
{
    /// <summary>All there are, in the order in which they run: first what the others are compared with.</summary>
    public static IReadOnlyList<Candidate> All { get; } =
    [
        new(OnnxRuntime.Name, "f32"),
        new(LibtorchSegmenter.Name, "f32"),
        new(LibtorchSegmenter.Name, "bf16"),
        new(ConvolutionWorkload.Name, "f32"),
        new(ConvolutionWorkload.Name, "bf16"),
        new(ConvolutionWorkload.Name, "int8"),
        new(OneDnnSegmenter.Name, "f32"),
        new(OneDnnSegmenter.Name, "bf16"),
        new(OneDnnSegmenter.Name, "int8"),
    ];

    /// <summary>Starts its process, which opens the network.</summary>
    /// <exception cref="Model.VideoSegException">It is not there, or refuses the setting.</exception>
    public async Task<IMeasuredEngine> StartAsync(EngineSetting setting, CancellationToken cancellationToken) => Engine == OnnxRuntime.Name
        ? await OnnxRuntime.StartAsync(setting, cancellationToken)
        : await OwnEngine.StartAsync(this, setting, cancellationToken);
}
