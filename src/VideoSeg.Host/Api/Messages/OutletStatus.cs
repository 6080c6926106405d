using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Api.Messages;

/// <summary>An outlet as the API tells it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="State">In a word.</param>
/// <param name="Reason">Why, for people; empty where it works.</param>
/// <param name="Since">Since when.</param>
/// <param name="Delivered">Frames it has taken to their end.</param>
/// <param name="Dropped">Frames it has given up.</param>
/// <param name="Recording">Whether it is to record; absent where it is no recorder.</param>
internal sealed record OutletStatus(string Name, string Kind, LiveOutletState State, string Reason, DateTimeOffset? Since, long Delivered, long Dropped, bool? Recording = null);
