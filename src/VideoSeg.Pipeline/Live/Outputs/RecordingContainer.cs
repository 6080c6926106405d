namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>What recordings are; both play up to their last fragment whatever happens.</summary>
public enum RecordingContainer
{
    /// <summary>Fragmented MP4.</summary>
    Mp4,

    /// <summary>Matroska.</summary>
    Mkv,
}
