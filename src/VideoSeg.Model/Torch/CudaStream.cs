using VideoSeg.Model.Torch.Interop;

namespace VideoSeg.Model.Torch;

/// <summary>
/// A queue of work on a GPU: what is queued on one stream runs in order, streams run beside each other. Disposing gives the stream back to
/// libtorch's pool; work queued on it goes on.
/// </summary>
/// <exception cref="VideoSegException">Every member: there is no CUDA (<see cref="FaultKind.Engine"/>).</exception>
public sealed class CudaStream : IDisposable
{
    private readonly Device _device;

    private CudaStream(Device device, CudaStreamHandle handle)
    {
        _device = device;
        Handle = handle;
    }

    /// <summary>The GPU it runs on.</summary>
    public Device Device => _device;

    /// <summary>Whether all work queued on it has ended.</summary>
    public bool IsIdle
    {
        get
        {
            TorchNative.Check(TorchNative.QueryStream(Handle, out int done));
            return done != 0;
        }
    }

    /// <summary>The <c>cudaStream_t</c>, for other CUDA libraries.</summary>
    public nint NativePointer
    {
        get
        {
            TorchNative.Check(TorchNative.StreamPointer(Handle, out nint pointer));
            return pointer;
        }
    }

    internal CudaStreamHandle Handle { get; }

    /// <summary>A stream beside the default one.</summary>
    /// <param name="device">The GPU.</param>
    /// <param name="highPriority">Its kernels go before those of other streams.</param>
    public static CudaStream Create(Device device, bool highPriority = false)
    {
        TorchNative.EnsureLoaded();
        TorchNative.Check(TorchNative.CreateStream(device.Index, highPriority ? 1 : 0, out CudaStreamHandle handle));
        return new CudaStream(device, handle);
    }

    /// <summary>The stream on which the calling thread's operations are queued now.</summary>
    public static CudaStream Current(Device device)
    {
        TorchNative.EnsureLoaded();
        TorchNative.Check(TorchNative.CurrentStream(device.Index, out CudaStreamHandle handle));
        return new CudaStream(device, handle);
    }

    /// <summary>Queues the calling thread's operations here until the returned guard is disposed, on the same thread.</summary>
    public IDisposable MakeCurrent()
    {
        CudaStream previous = Current(_device);
        TorchNative.Check(TorchNative.SetCurrentStream(Handle));
        return new Guard(previous);
    }

    /// <summary>Waits until all work queued on it has ended.</summary>
    public void Synchronize() => TorchNative.Check(TorchNative.SynchronizeStream(Handle));

    /// <summary>Lets work queued here from now on wait for <paramref name="recorded"/>; the host does not wait.</summary>
    public void WaitFor(CudaEvent recorded) => TorchNative.Check(TorchNative.WaitEvent(recorded.Handle, Handle));

    /// <summary>Says that this stream uses a tensor made on another one, so that its memory is not reused before the work queued here has ended.</summary>
    public void RecordUse(Tensor tensor) => TorchNative.Check(TorchNative.RecordStream(tensor.Handle, Handle));

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();

    private sealed class Guard(CudaStream previous) : IDisposable
    {
        public void Dispose()
        {
            TorchNative.Check(TorchNative.SetCurrentStream(previous.Handle));
            previous.Dispose();
        }
    }
}
