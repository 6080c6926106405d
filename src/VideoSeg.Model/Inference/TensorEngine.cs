using System.Diagnostics;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Inference;

/// <summary>What the engines on libtorch have in common: pictures into a tensor that is kept, probabilities out of one.</summary>
/// <param name="width">Width of the network's input in pixels.</param>
/// <param name="height">Height of the network's input in pixels.</param>
internal abstract class TensorEngine(int width, int height) : ISegmentationEngine
{
    private readonly InputConverter _converter = new(width, height);
    private Tensor? _input;

    /// <inheritdoc/>
    public abstract SegmenterInfo Info { get; }

    /// <inheritdoc/>
    public Segmentation Segment(ReadOnlySpan<ImagePlanes> pictures)
    {
        using IDisposable inference = Autograd.InferenceMode();
        using var scope = TensorScope.Enter();
        long start = Stopwatch.GetTimestamp();
        Tensor input = Input(pictures.Length);
        Span<float> values = input.AsSpan<float>();
        for (int i = 0; i < pictures.Length; i++)
        {
            _converter.Convert(pictures[i], values.Slice(i * _converter.Length, _converter.Length));
        }

        TimeSpan preprocess = Stopwatch.GetElapsedTime(start);
        start = Stopwatch.GetTimestamp();
        Tensor probabilities = Probabilities(input);
        var segmentation = new Segmentation(pictures.Length, (int)probabilities.Size(1), width, height) { PreprocessTime = preprocess };
        try
        {
            probabilities.CopyTo(segmentation.Probabilities);
        }
        catch
        {
            segmentation.Dispose();
            throw;
        }

        segmentation.InferenceTime = Stopwatch.GetElapsedTime(start);
        return segmentation;
    }

    /// <inheritdoc/>
    public virtual void Dispose() => _input?.Dispose();

    /// <summary>Runs the network.</summary>
    /// <param name="input">[N, 3, H, W] in [0, 1], f32 on the CPU.</param>
    /// <returns>[N, K, H, W], without the background's plane.</returns>
    protected abstract Tensor Probabilities(Tensor input);

    /// <summary>The tensor that the pictures are converted into, kept while batches have the same number of pictures.</summary>
    protected Tensor Input(int count)
    {
        if (_input?.Size(0) != count)
        {
            _input?.Dispose();
            _input = null;
            _input = Tensor.Empty([count, 3, height, width]).DetachFromScope();
        }

        return _input;
    }
}
