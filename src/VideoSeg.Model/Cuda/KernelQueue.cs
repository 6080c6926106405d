using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Cuda;

/// <summary>Where kernels are queued.</summary>
/// <param name="Device">Index of the GPU.</param>
/// <param name="Stream">The <c>cudaStream_t</c>; 0 for the GPU's default stream.</param>
public readonly record struct KernelQueue(int Device, nint Stream)
{
    /// <summary>The queue of a stream, which must outlive what is queued here.</summary>
    public static KernelQueue Of(CudaStream stream) => new(stream.Device.Index, stream.NativePointer);
}
