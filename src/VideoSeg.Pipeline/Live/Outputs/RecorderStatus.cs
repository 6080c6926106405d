namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>How a recorder is, at one moment.</summary>
/// <param name="IsWanted">Whether it is to record.</param>
/// <param name="IsSuspended">Whether it does not although it is to: the disk is full or fails.</param>
/// <param name="File">The file that is being written, as it will be called; null where there is none. Of two pictures the first one's.</param>
/// <param name="Since">When that file's first picture was decoded; null where there is none.</param>
/// <param name="Files">Files begun so far.</param>
/// <param name="Bytes">Bytes recorded so far.</param>
/// <param name="Deleted">Old files deleted so far.</param>
/// <param name="FreeBytes">Bytes free on the disk when that was last looked at; null before.</param>
public sealed record RecorderStatus(bool IsWanted, bool IsSuspended, string? File, DateTimeOffset? Since, int Files, long Bytes, int Deleted, long? FreeBytes);
