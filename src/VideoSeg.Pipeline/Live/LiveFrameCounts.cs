using System.Collections.Immutable;

namespace VideoSeg.Pipeline.Live;

/// <summary>What became of a live stream's frames so far. Each captured one ends once: delivered, dropped or failed.</summary>
/// <param name="Captured">Decoded.</param>
/// <param name="Delivered">Handed to the outlets, undrawn ones among them.</param>
/// <param name="Slates">Slates handed to the outlets; they are not captured.</param>
/// <param name="Undrawn">Delivered without polyps because drawing failed.</param>
/// <param name="Dropped">Given up, by reason; reasons that never came about are left out.</param>
/// <param name="Failed">Failed, by stage; stages that never failed are left out.</param>
public sealed record LiveFrameCounts(
    long Captured, long Delivered, long Slates, long Undrawn,
    ImmutableArray<KeyValuePair<LiveDropReason, long>> Dropped, ImmutableArray<KeyValuePair<LiveStage, long>> Failed)
{
    /// <summary>Dropped for whatever reason.</summary>
    public long DroppedTotal => Dropped.Sum(drop => drop.Value);

    /// <summary>Failed in whatever stage.</summary>
    public long FailedTotal => Failed.Sum(fault => fault.Value);

    /// <summary>Frames on their way; none once the stream has stopped.</summary>
    public long InFlight => Captured - Delivered - DroppedTotal - FailedTotal;
}
