using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Inference.Cuda;

/// <summary>
/// Where a lane's work is queued: a CUDA stream, or a stand-in that does it at once. Confined to the lane's thread, from construction to disposal; the
/// tensor operations that the thread calls meanwhile are queued here.
/// </summary>
internal interface ILaneQueue : IDisposable
{
    /// <summary>Where the lane computes.</summary>
    Device Device { get; }

    /// <summary>Host memory of zeros, float32, that the device copies from and to while the host does other things; the caller disposes it.</summary>
    Tensor AllocateHost(ReadOnlySpan<long> shape);

    /// <summary>Runs <paramref name="work"/> until everything is prepared for it, and records it.</summary>
    /// <param name="work">Reads and writes tensors that live as long as this queue, and waits for nothing. The largest is recorded first.</param>
    /// <returns>Queues the recorded work once more, until the queue is disposed.</returns>
    Action Record(Action work);

    /// <summary>Waits until all that was queued has ended.</summary>
    void Wait();

    /// <summary>What a person is to be told of a fault of the work, and what can be done about it here is done.</summary>
    Exception Explain(Exception fault);
}
