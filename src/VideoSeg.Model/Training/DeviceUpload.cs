using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Training;

/// <summary>Brings the host's numbers to the device that trains.</summary>
internal static class DeviceUpload
{
    /// <summary>
    /// A tensor of <paramref name="data"/> on <paramref name="device"/>. To a GPU they go through page-locked memory and in its queue: from pageable memory
    /// the host would wait until all work that it has queued is done.
    /// </summary>
    public static Tensor Of<T>(ReadOnlySpan<T> data, ReadOnlySpan<long> shape, Device device)
        where T : unmanaged
    {
        Tensor host = Tensor.FromData(data, shape);
        return device.Kind == DeviceKind.Cpu ? host : host.PinMemory().To(device, nonBlocking: true);
    }
}
