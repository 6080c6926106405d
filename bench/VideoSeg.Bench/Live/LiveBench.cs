using System.Collections.Immutable;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Bench.Live;

/// <summary>What all measurements of a run share.</summary>
/// <param name="Video">What is played.</param>
/// <param name="Segmenter">The network's settings.</param>
/// <param name="Hub">The network.</param>
/// <param name="Context">Shared parts.</param>
/// <param name="WarmUp">So many frames at the beginning of each measurement do not count.</param>
/// <param name="Folder">For what is written meanwhile.</param>
internal sealed record LiveBench(CodedVideo Video, SegmenterOptions Segmenter, SegmentationHub Hub, LiveContext Context, int WarmUp, string Folder)
{
    /// <summary>What FFmpeg is told of the feed: that one look at it is enough.</summary>
    public static ImmutableDictionary<string, string> SourceOptions { get; } = ImmutableDictionary<string, string>.Empty.Add("analyzeduration", "200000").Add("fpsprobesize", "2");

    /// <summary>A stream that reads a feed.</summary>
    public LiveStream Stream(string name, CodedFeed feed, DeliveryMode delivery = DeliveryMode.Latest, bool tellsTouched = false) => new(
        new LiveStreamOptions
        {
            Name = name,
            Delivery = delivery,
            TellsTouched = tellsTouched,
            Source = new LiveSourceOptions { Url = feed.Url, Format = CodedFeed.Format, Options = SourceOptions, Loop = false, Pacing = PacingMode.AtOnce },
        },
        Hub, Context);
}
