namespace VideoSeg.Model.Inference;

/// <summary>What the segmenters on libtorch have in common.</summary>
public abstract class TorchSegmenter : EngineSegmenter
{
    /// <summary>Starts the engine; <paramref name="resolve"/> runs on its thread, so it may ask libtorch what there is.</summary>
    private protected TorchSegmenter(string engine, int lanes, Func<TorchEngineSettings> resolve)
        : base(engine, lanes, () => new TorchEngine(engine, resolve()))
    {
    }
}
