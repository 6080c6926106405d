using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Inference.Cuda;

/// <summary>
/// Makes the lanes of a <see cref="CudaSegmenter"/>, one after the other, each on its thread: in turns on the devices, each of which holds the weights once.
/// </summary>
/// <param name="resolve">Says what is to be run; called once, on the first lane's thread, so that it may ask libtorch.</param>
/// <param name="queue">Makes the queue of a lane on a device.</param>
internal sealed class LaneMaker(Func<CudaEngineSettings> resolve, Func<Device, ILaneQueue> queue)
{
    private readonly Dictionary<Device, TorchNetwork> _networks = [];
    private CudaEngineSettings? _settings;

    /// <summary>Lane number <paramref name="index"/>, from 0.</summary>
    public ISegmentationEngine Create(int index)
    {
        CudaEngineSettings settings = _settings ??= resolve();
        Device device = settings.Devices.Devices[index % settings.Devices.Devices.Length];
        return new CudaEngine(
            settings, Network(settings, device), () => queue(device), lane => LaneInputs.Create(lane, settings.Metadata.InputWidth, settings.Metadata.InputHeight));
    }

    private TorchNetwork Network(CudaEngineSettings settings, Device device)
    {
        if (_networks.TryGetValue(device, out TorchNetwork? first))
        {
            return first.Twin();
        }

        GpuFaults.Require(device);
        var network = new TorchNetwork(settings.Network.Graph, settings.Network.Weights, device, trainable: false);
        try
        {
            network.Prepare(settings.ComputeType);

            // The lanes' streams do not wait for the one on which this was queued.
            TorchRuntime.Synchronize(device);
        }
        catch
        {
            network.Dispose();
            throw;
        }

        _networks.Add(device, network);
        return network;
    }
}
