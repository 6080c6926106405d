using VideoSeg.Model.Compile;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Inference.Cuda;

/// <summary>What the lanes of a <see cref="CudaSegmenter"/> run.</summary>
/// <param name="Metadata">Input size, classes and name.</param>
/// <param name="Network">Graph and weights; of several outputs the mean of the probabilities is meant.</param>
/// <param name="Devices">Where the lanes run, in turns.</param>
/// <param name="ComputeType">Type of activations and kernels.</param>
/// <param name="LanesOfADevice">Lanes on each of the devices.</param>
/// <param name="Reason">Why it is this type, for people; empty where it was asked for.</param>
internal sealed record CudaEngineSettings(
    ModelMetadata Metadata, CompiledNetwork Network, DeviceSet Devices, ScalarType ComputeType, int LanesOfADevice, string Reason = "")
{
    /// <summary>Lanes in all.</summary>
    public int Lanes => LanesOfADevice * Devices.Devices.Length;
}
