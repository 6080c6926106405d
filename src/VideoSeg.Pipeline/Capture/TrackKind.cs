namespace VideoSeg.Pipeline.Capture;

/// <summary>What a track carries.</summary>
public enum TrackKind
{
    /// <summary>Pictures.</summary>
    Video = 0,

    /// <summary>Sound.</summary>
    Audio = 1,

    /// <summary>Timed text or pictures of text.</summary>
    Subtitle = 2,

    /// <summary>Anything else with times: time codes, telemetry.</summary>
    Data = 3,

    /// <summary>A file in the file: fonts.</summary>
    Attachment = 4,
}
