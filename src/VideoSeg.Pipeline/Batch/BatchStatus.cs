namespace VideoSeg.Pipeline.Batch;

/// <summary>How a recording of a batch ended.</summary>
public enum BatchStatus
{
    /// <summary>All its results are written.</summary>
    Done,

    /// <summary>It had been done before.</summary>
    Skipped,

    /// <summary>It could not be read, or its results could not be written.</summary>
    Failed,

    /// <summary>Somebody stopped the batch in the middle of it.</summary>
    Interrupted,
}
