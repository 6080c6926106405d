using System.Text.Json.Serialization;

namespace VideoSeg.Host.Api.Messages;

/// <summary>Starts or stops the recording of a stream.</summary>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record RecordingRequest
{
    /// <summary>What to do.</summary>
    public required RecordingAction Action { get; init; }

    /// <summary>Name of one recorder; absent for all of the stream.</summary>
    public string? Outlet { get; init; }
}
