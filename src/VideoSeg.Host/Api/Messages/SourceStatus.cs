using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Host.Api.Messages;

/// <summary>A stream's source as the API tells it.</summary>
/// <param name="State">In a word.</param>
/// <param name="Reason">Why, for people; empty where frames come.</param>
/// <param name="Since">Since when.</param>
/// <param name="Address">Its address, without passwords.</param>
/// <param name="Connections">How often it was opened.</param>
/// <param name="Video">What comes; absent before it was opened.</param>
internal sealed record SourceStatus(LiveSourceState State, string Reason, DateTimeOffset? Since, string Address, int Connections, VideoDescription? Video);
