namespace VideoSeg.Pipeline.Capture;

/// <summary>What a call of <see cref="VideoReader.Read"/> brought.</summary>
public enum ReadStatus
{
    /// <summary>A frame of the video track.</summary>
    Frame,

    /// <summary>A packet of another track.</summary>
    Packet,

    /// <summary>The end: all frames have been delivered.</summary>
    End,
}
