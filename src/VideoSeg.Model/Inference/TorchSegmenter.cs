using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Inference;

/// <summary>What the segmenters on libtorch have in common: the thread, the queue and what becomes of faults.</summary>
public abstract class TorchSegmenter : ISegmenter
{
    private const int MaxBatch = 16;

    private const int QueueCapacity = 8;

    private readonly EngineThread<TorchEngine> _thread;

    /// <summary>Starts the engine; <paramref name="resolve"/> runs on its thread, so it may ask libtorch what there is.</summary>
    private protected TorchSegmenter(string engine, Func<TorchEngineSettings> resolve)
    {
        _thread = new EngineThread<TorchEngine>($"videoseg {engine}", QueueCapacity, () => new TorchEngine(resolve()));
        TorchEngineSettings settings = _thread.Engine.Settings;
        Info = new SegmenterInfo(
            engine,
            settings.ComputeType == ScalarType.BFloat16 ? "bf16" : "f32",
            settings.Device.ToString(),
            settings.Metadata.Name,
            settings.Metadata.InputWidth,
            settings.Metadata.InputHeight,
            ClassNames.Foreground(settings.Metadata.Classes),
            MaxBatch);
    }

    /// <inheritdoc/>
    public SegmenterInfo Info { get; }

    /// <inheritdoc/>
    public async ValueTask<Segmentation> SegmentAsync(ReadOnlyMemory<ImagePlanes> pictures, CancellationToken cancellationToken)
    {
        if (pictures.Length is < 1 or > MaxBatch)
        {
            throw new ArgumentException($"expected 1 to {MaxBatch} pictures, got {pictures.Length}", nameof(pictures));
        }

        try
        {
            return await _thread.RunAsync(engine => engine.Segment(pictures.Span), cancellationToken);
        }
        catch (Exception e) when (e is not (VideoSegException or OperationCanceledException or ObjectDisposedException or ArgumentException))
        {
            throw new VideoSegException(FaultKind.Engine, $"the {Info.Engine} engine failed on {Info.Device} in {Info.Precision}: {e.Message}", e);
        }
    }

    /// <summary>Waits for the call in progress, gives up the queued ones (<see cref="ObjectDisposedException"/>) and frees the network.</summary>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _thread.DisposeAsync();
    }
}
