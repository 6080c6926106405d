using VideoSeg.Model.Inference.Cuda;
using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Tests.Inference.Cuda;

/// <summary>A lane's queue on the processor: what a GPU would replay is computed anew at each replay, on the same tensors. Counts what it was asked for.</summary>
internal sealed class ProcessorQueue(Device device) : ILaneQueue
{
    private readonly List<int> _replays = [];

    public Device Device => device;

    /// <summary>How often each recording was replayed, in the order of the recordings.</summary>
    public IReadOnlyList<int> Replays => _replays;

    /// <summary>Recordings that succeed before one fails.</summary>
    public int SoundRecordings { get; init; } = int.MaxValue;

    /// <summary>Thrown by the next <see cref="Wait"/>, once.</summary>
    public Exception? Fault { get; set; }

    public bool IsDisposed { get; private set; }

    public Tensor AllocateHost(ReadOnlySpan<long> shape) => Tensor.Zeros(shape).DetachFromScope();

    public Action Record(Action work)
    {
        if (_replays.Count == SoundRecordings)
        {
            throw new TorchException("out of order");
        }

        work();
        int index = _replays.Count;
        _replays.Add(0);
        return () =>
        {
            _replays[index]++;
            work();
        };
    }

    public void Wait()
    {
        if (Fault is { } fault)
        {
            Fault = null;
            throw fault;
        }
    }

    public Exception Explain(Exception fault) => fault is TorchException ? new VideoSegException(FaultKind.Engine, $"explained: {fault.Message}", fault) : fault;

    public void Dispose() => IsDisposed = true;
}
