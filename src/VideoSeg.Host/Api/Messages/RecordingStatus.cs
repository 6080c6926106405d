using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Api.Messages;

/// <summary>A recorder as the API tells it.</summary>
/// <param name="Name">The outlet's name.</param>
/// <param name="Recording">Whether it is to record.</param>
/// <param name="Suspended">Whether it does not although it is to: the disk is full or fails.</param>
/// <param name="State">The outlet's state in a word.</param>
/// <param name="Reason">Why, for people; empty where it works.</param>
/// <param name="File">Name of the file that is being written, of two pictures the first one's; absent where there is none.</param>
/// <param name="Since">When that file's first picture was decoded; absent where there is none.</param>
/// <param name="Files">Files begun since the outlet was made.</param>
/// <param name="Bytes">Bytes recorded since then.</param>
/// <param name="FreeBytes">Bytes free on the disk when that was last looked at; absent before.</param>
internal sealed record RecordingStatus(
    string Name, bool Recording, bool Suspended, LiveOutletState State, string Reason, string? File, DateTimeOffset? Since, int Files, long Bytes, long? FreeBytes);
