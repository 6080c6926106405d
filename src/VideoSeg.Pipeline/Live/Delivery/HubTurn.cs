namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>What a lane does next.</summary>
/// <param name="HasFrames">Whether it has frames to give to the network; else it waits.</param>
/// <param name="Until">Where it waits: until when at most, a time stamp of the clock; null: until it is woken.</param>
internal readonly record struct HubTurn(bool HasFrames, long? Until);
