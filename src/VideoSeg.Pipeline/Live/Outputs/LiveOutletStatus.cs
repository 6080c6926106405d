namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>How an outlet is, at one moment.</summary>
/// <param name="Name">Its name, unique in its stream.</param>
/// <param name="Kind">What it is: <c>monitor</c>, <c>push</c>, <c>hls</c>, <c>recorder</c>, <c>rendition</c> and so on.</param>
/// <param name="State">In a word.</param>
/// <param name="Reason">Why, for people; empty where it works.</param>
/// <param name="Since">Since when.</param>
/// <param name="Delivered">Frames it has taken to their end.</param>
/// <param name="Dropped">Frames it has given up, whatever the reason.</param>
public sealed record LiveOutletStatus(
    string Name, string Kind, LiveOutletState State, string Reason, DateTimeOffset Since, long Delivered, long Dropped);
