using System.Collections.Immutable;

namespace VideoSeg.Pipeline.Batch;

/// <summary>The recordings that some arguments stand for.</summary>
/// <param name="Recordings">In order: arguments as they were given, the files of a folder by name; none twice.</param>
/// <param name="OtherFiles">Files in the folders that are no recordings by their names, and were left alone.</param>
public sealed record RecordingList(ImmutableArray<Recording> Recordings, int OtherFiles);
