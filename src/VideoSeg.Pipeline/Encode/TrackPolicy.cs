namespace VideoSeg.Pipeline.Encode;

/// <summary>What to do with a track that the output's container cannot hold.</summary>
public enum TrackPolicy
{
    /// <summary>Go on without it; <see cref="VideoWriter.LeftOut"/> names it.</summary>
    LeaveOut,

    /// <summary>Refuse to write at all.</summary>
    Refuse,
}
