using VideoSeg.Model.Torch.Interop;

namespace VideoSeg.Model.Torch;

/// <summary>A mark in a stream's queue: others can wait for it, and two of them tell the time between.</summary>
/// <exception cref="VideoSegException">Every member: there is no CUDA (<see cref="FaultKind.Engine"/>).</exception>
public sealed class CudaEvent : IDisposable
{
    /// <summary>A mark that is not in any queue yet.</summary>
    /// <param name="device">The GPU of its streams.</param>
    /// <param name="timing">Whether it keeps the time; without it waiting is cheaper.</param>
    /// <param name="blocking">Whether <see cref="Synchronize"/> leaves the processor to others meanwhile; otherwise it waits busily, and notices the end sooner.</param>
    public CudaEvent(Device device, bool timing = false, bool blocking = false)
    {
        TorchNative.EnsureLoaded();
        TorchNative.Check(TorchNative.CreateEvent(device.Index, timing ? 1 : 0, blocking ? 1 : 0, out CudaEventHandle handle));
        Handle = handle;
    }

    /// <summary>Whether the work before the mark has ended; true for a mark never recorded.</summary>
    public bool IsDone
    {
        get
        {
            TorchNative.Check(TorchNative.QueryEvent(Handle, out int done));
            return done != 0;
        }
    }

    internal CudaEventHandle Handle { get; }

    /// <summary>Puts the mark behind the work queued on the stream so far.</summary>
    public void Record(CudaStream stream) => TorchNative.Check(TorchNative.RecordEvent(Handle, stream.Handle));

    /// <summary>Makes the calling thread wait until the work before the mark has ended.</summary>
    public void Synchronize() => TorchNative.Check(TorchNative.SynchronizeEvent(Handle));

    /// <summary>Time on the GPU from <paramref name="start"/> to this mark; both keep the time and are done.</summary>
    public TimeSpan ElapsedSince(CudaEvent start)
    {
        TorchNative.Check(TorchNative.ElapsedBetween(start.Handle, Handle, out float milliseconds));
        return TimeSpan.FromMilliseconds(milliseconds);
    }

    /// <inheritdoc/>
    public void Dispose() => Handle.Dispose();
}
