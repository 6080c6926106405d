using System.Diagnostics;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Inference.Cuda;

/// <summary>
/// One lane: pictures are copied in, a recorded network is replayed, probabilities are copied out, all queued at once and waited for once. While one lane
/// converts and copies, another's network runs.
/// </summary>
internal sealed class CudaEngine : ISegmentationEngine
{
    private readonly CudaEngineSettings _settings;
    private readonly TorchNetwork _network;
    private readonly Dictionary<int, Action> _replays = [];
    private readonly List<IDisposable> _owned = [];
    private readonly ILaneQueue _queue;
    private readonly ILaneInput _input;
    private readonly LaneMemory _memory;

    /// <summary>Records the network for all <see cref="BatchSizes"/>.</summary>
    /// <param name="settings">What all lanes run.</param>
    /// <param name="network">This lane's own; disposed with the lane, whatever becomes of it.</param>
    /// <param name="queue">Makes the lane's queue.</param>
    /// <param name="input">Makes what fills its input.</param>
    public CudaEngine(CudaEngineSettings settings, TorchNetwork network, Func<ILaneQueue> queue, Func<ILaneQueue, ILaneInput> input)
    {
        (_settings, _network) = (settings, network);
        _owned.Add(network);
        try
        {
            // The thread is the lane's own, and does nothing but inference until the lane ends.
            _owned.Add(Autograd.InferenceMode());
            _owned.Add(_queue = queue());
            _owned.Add(_input = input(_queue));
            Info = Describe();
            _owned.Add(_memory = new LaneMemory(_queue, Info.Classes.Length, Info.Width, Info.Height));
            foreach (int size in BatchSizes.All.Reverse())
            {
                _replays.Add(size, _queue.Record(() => Compute(size)));
            }
        }
        catch (Exception e)
        {
            Exception told = _queue?.Explain(e) ?? e;
            Dispose();
            if (told != e)
            {
                throw told;
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public SegmenterInfo Info { get; }

    /// <inheritdoc/>
    public Segmentation Segment(ReadOnlySpan<ImagePlanes> pictures)
    {
        try
        {
            long start = Stopwatch.GetTimestamp();
            _input.Fill(pictures, _memory.Input[pictures.Length]);
            TimeSpan preprocess = Stopwatch.GetElapsedTime(start);
            start = Stopwatch.GetTimestamp();
            _replays[BatchSizes.For(pictures.Length)]();
            _memory.CopyToHost(pictures.Length);
            _queue.Wait();
            RequireFinite(pictures.Length);
            var segmentation = new Segmentation(pictures.Length, Info.Classes.Length, Info.Width, Info.Height) { PreprocessTime = preprocess };
            Span<float> probabilities = segmentation.Probabilities;
            _memory.HostProbabilities.AsSpan<float>()[..probabilities.Length].CopyTo(probabilities);
            segmentation.InferenceTime = Stopwatch.GetElapsedTime(start);
            return segmentation;
        }
        catch (Exception e)
        {
            // Nothing may still read the pictures, or write what the next call reads, once this one has ended.
            Exception told = _queue.Explain(e);
            if (told != e)
            {
                throw told;
            }

            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // The queue waits for what still runs, and frees the recordings before the memory that they name.
        _queue?.Dispose();
        for (int i = _owned.Count - 1; i >= 0; i--)
        {
            if (_owned[i] != _queue)
            {
                _owned[i].Dispose();
            }
        }

        _owned.Clear();
    }

    private SegmenterInfo Describe() => new(
        CudaSegmenter.Name,
        Precisions.NameOf(_settings.ComputeType),
        _settings.Devices.ToString(),
        _settings.Metadata.Name,
        _settings.Metadata.InputWidth,
        _settings.Metadata.InputHeight,
        ClassNames.Foreground(_settings.Metadata.Classes),
        EngineSegmenter.MaxBatch)
    {
        Lanes = _settings.Lanes,
        Threshold = _settings.Metadata.Threshold,
        MinArea = _settings.Metadata.MinArea,
        Colors = _settings.Metadata.Colors,
        Reason = _settings.Reason,
        Notice = _input.Notice,
    };

    /// <summary>What is recorded: from the input to the probabilities, the mean over the network's outputs.</summary>
    private void Compute(int size)
    {
        using var scope = TensorScope.Enter();
        IReadOnlyList<Tensor> outputs = _network.ForwardAll(_memory.Input[size], training: false, _settings.ComputeType);
        Tensor? sum = null;
        Tensor? check = null;
        foreach (Tensor logits in outputs)
        {
            // Nought times a number is nought, times NaN or infinity NaN.
            Tensor own = logits.Mul(0).Sum([1, 2, 3]);
            check = check is null ? own : check.Add_(own);
            Tensor probabilities = TorchEngine.Activate(logits);
            sum = sum is null ? probabilities : sum.Add(probabilities);
        }

        _memory.Probabilities[size].Copy_(outputs.Count == 1 ? sum! : sum!.Div_(outputs.Count));
        _memory.Checks[size].Copy_(check!);
    }

    private void RequireFinite(int count)
    {
        foreach (float check in _memory.HostChecks.AsSpan<float>()[..count])
        {
            if (!float.IsFinite(check))
            {
                throw TorchEngine.Overflow(_settings.Metadata.Name, _settings.ComputeType);
            }
        }
    }
}
