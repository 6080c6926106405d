using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Inference.Cuda;

/// <summary>
/// The memory that a lane's recorded networks read and write, the same for all numbers of pictures, and its counterpart on the host. What is left of an
/// earlier call behind the pictures of this one is computed along and never looked at.
/// </summary>
internal sealed class LaneMemory : IDisposable
{
    private readonly List<IDisposable> _owned = [];

    public LaneMemory(ILaneQueue queue, int planes, int width, int height)
    {
        const int batch = EngineSegmenter.MaxBatch;
        try
        {
            Input = Views(Tensor.Zeros([batch, 3, height, width], device: queue.Device));
            Probabilities = Views(Tensor.Zeros([batch, planes, height, width], device: queue.Device));
            Checks = Views(Tensor.Zeros([batch], device: queue.Device));
            HostProbabilities = Own(queue.AllocateHost([batch, planes, height, width]));
            HostChecks = Own(queue.AllocateHost([batch]));
            (ProbabilityViews, CheckViews) = (Views(HostProbabilities), Views(HostChecks));
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>[N, 3, H, W] on the device.</summary>
    public BatchViews Input { get; }

    /// <summary>[N, K, H, W] on the device.</summary>
    public BatchViews Probabilities { get; }

    /// <summary>[N] on the device: 0 for a picture whose results are finite, else NaN.</summary>
    public BatchViews Checks { get; }

    /// <summary>[N, K, H, W] on the host.</summary>
    public Tensor HostProbabilities { get; }

    /// <summary>[N] on the host.</summary>
    public Tensor HostChecks { get; }

    private BatchViews ProbabilityViews { get; }

    private BatchViews CheckViews { get; }

    /// <summary>Queues the copies of the results of the first <paramref name="count"/> pictures to the host.</summary>
    public void CopyToHost(int count)
    {
        ProbabilityViews[count].Copy_(Probabilities[count], nonBlocking: true);
        CheckViews[count].Copy_(Checks[count], nonBlocking: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        for (int i = _owned.Count - 1; i >= 0; i--)
        {
            _owned[i].Dispose();
        }

        _owned.Clear();
    }

    private BatchViews Views(Tensor whole)
    {
        if (!_owned.Contains(whole))
        {
            Own(whole);
        }

        var views = new BatchViews(whole);
        _owned.Add(views);
        return views;
    }

    private Tensor Own(Tensor tensor)
    {
        _owned.Add(tensor.DetachFromScope());
        return tensor;
    }
}
