using System.Diagnostics.Metrics;

namespace VideoSeg.Pipeline.Metrics;

/// <summary>The middle floor's instruments, of the meter <see cref="MeterName"/>, for whatever exporter listens. Thread-safe.</summary>
public sealed class PipelineInstruments : IDisposable
{
    /// <summary>Name of the meter.</summary>
    public const string MeterName = "VideoSeg.Pipeline";

    private readonly Meter _meter = new(MeterName);

    public PipelineInstruments()
    {
        Frames = _meter.CreateCounter<long>(
            "videoseg.pipeline.frames", "{frame}",
            "Frames by outcome: captured, and then delivered, dropped (with reason) or failed (with stage).");
        StageDuration = _meter.CreateHistogram<double>(
            "videoseg.pipeline.stage.duration", "s", "Time that a frame takes in a step, waiting not counted; for 'total' from decoded to encoded.");
        Detections = _meter.CreateCounter<long>("videoseg.pipeline.detections", "{polyp}", "Polyps found, counted again in every frame.");
    }

    /// <summary>Counter, tag stream.</summary>
    public Counter<long> Detections { get; }

    /// <summary>Counter, tags stream, outcome and reason.</summary>
    public Counter<long> Frames { get; }

    /// <summary>Histogram in seconds, tags stream and stage.</summary>
    public Histogram<double> StageDuration { get; }

    /// <inheritdoc/>
    public void Dispose() => _meter.Dispose();
}
