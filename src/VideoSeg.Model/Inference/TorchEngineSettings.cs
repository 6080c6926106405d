using VideoSeg.Model.Compile;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Inference;

/// <summary>What a segmenter on libtorch runs.</summary>
/// <param name="Metadata">Input size, classes and name.</param>
/// <param name="Network">Graph and weights; of several outputs the mean of the probabilities is meant.</param>
/// <param name="Device">Where to run.</param>
/// <param name="ComputeType">Type of activations and kernels.</param>
/// <param name="Threads">Threads a CPU operation is spread over; 0 for libtorch's own number.</param>
internal sealed record TorchEngineSettings(
    ModelMetadata Metadata, CompiledNetwork Network, Device Device, ScalarType ComputeType, int Threads);
