using System.Numerics;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Pipeline.Live.Metrics;

/// <summary>Tags of measurements, made once: recording one allocates nothing.</summary>
internal static class LiveTags
{
    private static readonly KeyValuePair<string, object?>[] DropReasons =
        [.. Enum.GetValues<OutletDropReason>().Select(reason => new KeyValuePair<string, object?>("outcome", $"dropped_{reason.ToString().ToLowerInvariant()}"))];

    public static readonly KeyValuePair<string, object?> Captured = new("outcome", "captured");
    public static readonly KeyValuePair<string, object?> Delivered = new("outcome", "delivered");
    public static readonly KeyValuePair<string, object?> Slate = new("outcome", "slate");
    public static readonly KeyValuePair<string, object?> Failed = new("outcome", "failed");
    public static readonly KeyValuePair<string, object?> Analysed = new("outcome", "analysed");
    public static readonly KeyValuePair<string, object?> Skipped = new("outcome", "skipped");

    public static readonly KeyValuePair<string, object?> Motion = new("stage", "motion");
    public static readonly KeyValuePair<string, object?> Overlay = new("stage", "overlay");
    public static readonly KeyValuePair<string, object?> Preprocess = new("stage", "preprocess");
    public static readonly KeyValuePair<string, object?> Inference = new("stage", "inference");
    public static readonly KeyValuePair<string, object?> Track = new("stage", "track");

    public static readonly KeyValuePair<string, object?> Work = new("kind", "work");
    public static readonly KeyValuePair<string, object?> Queue = new("kind", "queue");

    private static readonly KeyValuePair<string, object?>[] FrameDropReasons =
        [.. Enum.GetValues<LiveDropReason>().Select(reason => new KeyValuePair<string, object?>("outcome", $"dropped_{reason.ToString().ToLowerInvariant()}"))];

    private static readonly KeyValuePair<string, object?>[] Priorities =
        [.. Enum.GetValues<StreamPriority>().Select(priority => new KeyValuePair<string, object?>("priority", priority.ToString().ToLowerInvariant()))];

    // A size doubles from one to the next: few series, and no size that a GPU runs at is mixed with another such.
    private static readonly KeyValuePair<string, object?>[] Batches =
        [.. new[] { "1", "2", "3-4", "5-8", "9-16", "17+" }.Select(size => new KeyValuePair<string, object?>("batch", size))];

    /// <summary>The priority of a stream.</summary>
    public static KeyValuePair<string, object?> Of(StreamPriority priority) => Priorities[(int)priority];

    /// <summary>The frames in a run.</summary>
    public static KeyValuePair<string, object?> OfBatch(int frames) => Batches[Math.Min(BitOperations.Log2((uint)((2 * frames) - 1)), Batches.Length - 1)];

    /// <summary>The outcome of a frame that a stream gave up: <c>dropped_withheld</c> and so on.</summary>
    public static KeyValuePair<string, object?> Dropped(LiveDropReason reason) => FrameDropReasons[(int)reason];

    /// <summary>The outcome of a frame that an outlet gave up: <c>dropped_busy</c> and so on.</summary>
    public static KeyValuePair<string, object?> Dropped(OutletDropReason reason) => DropReasons[(int)reason];
}
