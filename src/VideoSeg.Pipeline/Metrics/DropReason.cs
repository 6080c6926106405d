namespace VideoSeg.Pipeline.Metrics;

/// <summary>Why a captured frame was given up although nothing went wrong with it.</summary>
public enum DropReason
{
    /// <summary>The job was interrupted before the frame was segmented.</summary>
    Interrupted,

    /// <summary>Another frame, or a later stage, failed and the job ended.</summary>
    Aborted,
}
