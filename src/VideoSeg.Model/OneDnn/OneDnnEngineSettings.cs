using VideoSeg.Model.Compile;
using VideoSeg.Model.OneDnn.Calibration;
using VideoSeg.Model.OneDnn.Lowering;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.OneDnn;

/// <summary>What the CPU engine runs.</summary>
/// <param name="Metadata">Input size, classes and name.</param>
/// <param name="Network">Compiled; of several outputs the mean of the probabilities is meant.</param>
/// <param name="Precision">What the convolutions are computed in.</param>
/// <param name="Ranges">For <see cref="EnginePrecision.Int8"/>.</param>
/// <param name="Threads">Threads that a step is spread over; 0 for OpenMP's own number.</param>
/// <param name="Reason">Why this precision, for people.</param>
internal sealed record OneDnnEngineSettings(
    ModelMetadata Metadata, CompiledNetwork Network, EnginePrecision Precision, ActivationRanges? Ranges, int Threads, string Reason);
