namespace VideoSeg.Host.Api.Messages;

/// <summary>What recorders are to do.</summary>
internal enum RecordingAction
{
    /// <summary>Record.</summary>
    Start,

    /// <summary>Finish the files, and record no more.</summary>
    Stop,
}
