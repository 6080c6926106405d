using VideoSeg.Model.Torch.Interop;

namespace VideoSeg.Model.Torch;

/// <summary>
/// Work on a GPU that was recorded once and is replayed in one call, which costs the processor as much as one operation. A replay reads and writes the
/// memory that was recorded: what goes in is copied into the tensors that the work read, what comes out is copied from those that it wrote.
/// </summary>
/// <exception cref="VideoSegException">Every member: there is no CUDA (<see cref="FaultKind.Engine"/>).</exception>
public sealed class CudaGraph : IDisposable
{
    // A recording is the business of one thread of the process at a time: libtorch 1.13 forbids much to all others meanwhile.
    private static readonly Lock s_recording = new();

    private CudaGraph(CudaGraphHandle handle) => Handle = handle;

    internal CudaGraphHandle Handle { get; }

    /// <summary>Records what <paramref name="work"/> queues on the calling thread's current stream, which must not be the default one; nothing is computed.</summary>
    /// <param name="device">The GPU.</param>
    /// <param name="work">
    /// Has run on this stream before, so that all is chosen and prepared. May not wait for the device, nor copy from or to memory that is not pinned.
    /// Its own tensors do not outlive it; results go into tensors that were there before.
    /// </param>
    /// <param name="shares">A graph with whose memory this one makes do: the two are never replayed at the same time.</param>
    public static CudaGraph Record(Device device, Action work, CudaGraph? shares = null)
    {
        TorchNative.EnsureLoaded();
        TorchNative.Check(TorchNative.CreateGraph(device.Index, out CudaGraphHandle handle));
        var graph = new CudaGraph(handle);
        try
        {
            lock (s_recording)
            {
                graph.Record(work, shares?.Handle);
            }

            return graph;
        }
        catch
        {
            graph.Dispose();
            throw;
        }
    }

    /// <summary>Queues the recorded work on the calling thread's current stream.</summary>
    public void Replay() => TorchNative.Check(TorchNative.ReplayGraph(Handle));

    /// <summary>Frees the recording and its memory; replays must have ended.</summary>
    public void Dispose() => Handle.Dispose();

    private void Record(Action work, CudaGraphHandle? shares)
    {
        // A handle that holds none is handed over as a null pointer.
        using var none = new CudaGraphHandle();
        TorchNative.Check(TorchNative.BeginGraph(Handle, shares ?? none));
        try
        {
            work();
        }
        catch
        {
            // The stream must leave the recording; that this fails too is no news.
            _ = TorchNative.EndGraph(Handle);
            throw;
        }

        TorchNative.Check(TorchNative.EndGraph(Handle));
    }
}
