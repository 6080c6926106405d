using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Inference.Cuda;

/// <summary>A stream of a GPU; recorded work is a CUDA graph. The host waits by an event that leaves the processor to others.</summary>
internal sealed class CudaQueue : ILaneQueue
{
    // cuDNN chooses in the first run, and what is allocated by then is there in the next; one more to be sure, as PyTorch advises.
    private const int WarmUps = 3;

    private readonly List<CudaGraph> _graphs = [];
    private readonly CudaStream _stream;
    private readonly CudaEvent _done;
    private readonly IDisposable _current;

    public CudaQueue(Device device)
    {
        Device = device;
        GpuFaults.RequireSound(device);
        _stream = CudaStream.Create(device);
        _done = new CudaEvent(device, blocking: true);
        _current = _stream.MakeCurrent();
    }

    public Device Device { get; }

    public Tensor AllocateHost(ReadOnlySpan<long> shape)
    {
        using Tensor pageable = Tensor.Zeros(shape);
        return pageable.PinMemory().DetachFromScope();
    }

    public Action Record(Action work)
    {
        for (int i = 0; i < WarmUps; i++)
        {
            work();
        }

        // What other streams prepared (weights) and what choosing left behind must be done with before the recording.
        TorchRuntime.Synchronize(Device);
        if (_graphs.Count == 0)
        {
            TorchRuntime.CudaEmptyCache();
        }

        // One lane replays one graph at a time, so all make do with the memory of the first.
        var graph = CudaGraph.Record(Device, work, _graphs.FirstOrDefault());
        _graphs.Add(graph);
        return graph.Replay;
    }

    public void Wait()
    {
        _done.Record(_stream);
        _done.Synchronize();
    }

    public Exception Explain(Exception fault) => GpuFaults.Explain(Device, fault);

    public void Dispose()
    {
        try
        {
            _stream.Synchronize();
        }
        catch (TorchException)
        {
            // The fault was told when it came; all else is freed as far as it goes.
        }

        _graphs.ForEach(graph => graph.Dispose());
        _current.Dispose();
        _done.Dispose();
        _stream.Dispose();
    }
}
