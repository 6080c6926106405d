namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>When the frames of a source are handed on.</summary>
public enum PacingMode
{
    /// <summary>By their times where the source is a recording (files, test sources, HLS, files over HTTP), else at once.</summary>
    Auto,

    /// <summary>At the pace of their times.</summary>
    ByTimes,

    /// <summary>As soon as they are decoded.</summary>
    AtOnce,
}
