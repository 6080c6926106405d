namespace VideoSeg.Pipeline.Capture;

/// <summary>What becomes of interlaced frames (FFmpeg's bwdif); frames that say they are whole pictures pass as they are.</summary>
public enum Deinterlacing
{
    /// <summary>Nothing: two fields of different times stay woven into one picture.</summary>
    Off = 0,

    /// <summary>From the first interlaced frame on each field becomes a frame: 50 frames a second of 1080i at 25. Frames then wait for the next one.</summary>
    Auto = 1,

    /// <summary>The same, but two fields become a frame: 25 frames a second of 1080i at 25.</summary>
    AutoFrameRate = 2,
}
