using System.Diagnostics.Metrics;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Pipeline.Tests.Metrics;

public class PipelineMetricsTests
{
    [Fact]
    public void Ledger_EveryOutcome_AddsUp()
    {
        var metrics = new PipelineMetrics("s", TimeProvider.System);
        for (int i = 0; i < 5; i++)
        {
            metrics.Captured();
        }

        metrics.Delivered();
        metrics.Dropped(DropReason.Interrupted);
        metrics.Dropped(DropReason.Aborted);
        metrics.Failed(PipelineStage.Encode);
        Assert.Equal(1, metrics.Ledger.InFlight);
        Assert.Equal(2, metrics.Ledger.DroppedTotal);
        Assert.Equal(1, metrics.Ledger.Failed(PipelineStage.Encode));
    }

    [Fact]
    public void Instruments_Listener_SeesOutcomesAndDurationsWithTheirTags()
    {
        using var instruments = new PipelineInstruments();
        var seen = new List<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, l) =>
            {
                // Other tests may publish a meter of the same name at the same time.
                if (instrument == instruments.Frames || instrument == instruments.StageDuration)
                {
                    l.EnableMeasurementEvents(instrument);
                }
            },
        };
        listener.SetMeasurementEventCallback<long>((i, value, tags, _) => seen.Add($"{i.Name} {value} {Text(tags)}"));
        listener.SetMeasurementEventCallback<double>((i, value, tags, _) => seen.Add($"{i.Name} {value} {Text(tags)}"));
        listener.Start();
        var metrics = new PipelineMetrics("room1", TimeProvider.System, instruments);
        metrics.Captured();
        metrics.Failed(PipelineStage.Segment);
        metrics.Record(MeasuredStep.Inference, TimeSpan.FromMilliseconds(250));
        Assert.Equal(
            [
                "videoseg.pipeline.frames 1 stream=room1 outcome=captured",
                "videoseg.pipeline.frames 1 stream=room1 outcome=failed reason=segment",
                "videoseg.pipeline.stage.duration 0.25 stream=room1 stage=inference",
            ],
            seen);
    }

    private static string Text(ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        string.Join(' ', tags.ToArray().Select(t => $"{t.Key}={t.Value}"));
}
