using System.Collections.Immutable;
using System.Threading.Channels;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Metrics;
using VideoSeg.Pipeline.Output;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Preprocess;
using VideoSeg.Pipeline.Renditions;
using VideoSeg.Pipeline.Tracking;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Jobs;

/// <summary>
/// The lossless contract: capture, segment, overlay, output and encode at the same time, each waiting for the next, every frame in order.
/// </summary>
/// <remarks>
/// The channels between the stages hold <see cref="Capacity"/> frames each and make the sender wait when full; nothing is ever dropped but after
/// an interruption or a failure. Whatever happens, all stages run until their input ends, so when <see cref="RunAsync"/> returns nothing
/// is on its way any more and the frames' account adds up.
/// </remarks>
internal sealed class LosslessPipeline
{
    /// <summary>
    /// Frames that wait between two stages: enough that a slow frame of one does not stop the others, few enough that an hour of 8K
    /// video needs no more memory than a second of it.
    /// </summary>
    public const int Capacity = 4;

    /// <summary>Reads; the pipeline does not dispose it.</summary>
    public required VideoReader Reader { get; init; }

    /// <summary>The field of view.</summary>
    public required FieldMarker Fields { get; init; }

    /// <summary>The network; the pipeline does not dispose it.</summary>
    public required ISegmenter Segmenter { get; init; }

    /// <summary>Which frames the network looks at.</summary>
    public AnalysisOptions Analysis { get; init; } = new();

    /// <summary>Finds and follows the polyps; the pipeline does not dispose it.</summary>
    public required SteadyPolyps Polyps { get; init; }

    /// <summary>Draws.</summary>
    public required OverlayRenderer Renderer { get; init; }

    /// <summary>Files besides the video; may be empty.</summary>
    public required ImmutableArray<IFrameResults> Results { get; init; }

    /// <summary>Makes the pictures that are encoded; null (the default) where they are the drawn frames. The pipeline does not dispose it.</summary>
    public IPictureMaker? Pictures { get; init; }

    /// <summary>Writes; the pipeline neither finishes nor disposes it.</summary>
    public required VideoWriter Writer { get; init; }

    /// <summary>Told of everything.</summary>
    public required PipelineMetrics Metrics { get; init; }

    /// <summary>Stops it, and says afterwards whether it failed.</summary>
    public required StopSignal Stop { get; init; }

    /// <summary>
    /// Runs until the last frame has ended; returns whether the input was read to its end. Never throws: failures go to <see cref="Stop"/>.
    /// </summary>
    public async Task<bool> RunAsync()
    {
        var items = new FrameItemPool(Metrics);
        var stages = new List<FrameStage>
        {
            new SegmentStage(Segmenter, new AnalysisSchedule(Analysis), Stop, items, Metrics),
            new MaskStage(Stop, items, Metrics),
            new TrackStage(Polyps, Stop, items, Metrics),
        };
        AddResults(stages, undrawn: true, MeasuredStep.Pictures, items);
        stages.Add(new OverlayStage(Renderer, Results.Any(result => result.TakesTouched), Fields.Redacts, Pictures?.TakesSource == true, Stop, items, Metrics));
        AddResults(stages, undrawn: false, MeasuredStep.Output, items);
        if (Pictures is not null)
        {
            stages.Add(new RenditionStage(Pictures, Stop, items, Metrics));
        }

        stages.Add(new EncodeStage(Writer, Stop, items, Metrics));

        Channel<FrameItem>[] channels = [.. stages.Select(_ => Channel.CreateBounded<FrameItem>(new BoundedChannelOptions(Capacity)
        {
            FullMode = BoundedChannelFullMode.Wait,
            SingleReader = true,
            SingleWriter = true,
        }))];
        var capture = new CaptureStage(Reader, Fields, Stop, items, Metrics);
        var tasks = new List<Task> { capture.RunAsync(channels[0].Writer) };
        for (int i = 0; i < stages.Count; i++)
        {
            tasks.Add(stages[i].RunAsync(channels[i].Reader, i + 1 < stages.Count ? channels[i + 1].Writer : null));
        }

        await Task.WhenAll(tasks);
        return capture.ReachedEnd;
    }

    private void AddResults(List<FrameStage> stages, bool undrawn, MeasuredStep step, FrameItemPool items)
    {
        ImmutableArray<IFrameResults> results = [.. Results.Where(result => result.TakesUndrawn == undrawn)];
        if (!results.IsEmpty)
        {
            stages.Add(new OutputStage(results, step, Stop, items, Metrics));
        }
    }
}
