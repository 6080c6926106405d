using VideoSeg.Model.Inference;
using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Training;

/// <summary>What a run computes on.</summary>
/// <param name="Device">Where tensors lie and operations run.</param>
/// <param name="Type">Type of activations and kernels.</param>
internal readonly record struct ComputeTarget(Device Device, ScalarType Type)
{
    /// <summary>What options and recipe mean on this machine, and its threads set. Asks libtorch: call on the training thread.</summary>
    /// <exception cref="VideoSegException">The device is unknown (<see cref="FaultKind.Usage"/>) or not there (<see cref="FaultKind.Engine"/>).</exception>
    public static ComputeTarget Resolve(TrainerOptions options, string precision)
    {
        TorchDevices.UseThreads(options.Threads);
        Device device = TorchDevices.Resolve(options.Device);
        return new(device, TorchDevices.ResolveComputeType(precision, device));
    }
}
