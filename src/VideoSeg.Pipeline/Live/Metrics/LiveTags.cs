using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Pipeline.Live.Metrics;

/// <summary>Tags of measurements, made once: recording one allocates nothing.</summary>
internal static class LiveTags
{
    private static readonly KeyValuePair<string, object?>[] DropReasons =
        [.. Enum.GetValues<OutletDropReason>().Select(reason => new KeyValuePair<string, object?>("outcome", $"dropped_{reason.ToString().ToLowerInvariant()}"))];

    /// <summary>The outcome of a frame that an outlet gave up: <c>dropped_busy</c> and so on.</summary>
    public static KeyValuePair<string, object?> Dropped(OutletDropReason reason) => DropReasons[(int)reason];
}
