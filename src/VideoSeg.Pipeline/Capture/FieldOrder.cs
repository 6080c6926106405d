namespace VideoSeg.Pipeline.Capture;

/// <summary>How the fields of a video lie (the values are FFmpeg's).</summary>
public enum FieldOrder
{
    /// <summary>Not told; mostly progressive.</summary>
    Unknown = 0,

    /// <summary>Whole pictures.</summary>
    Progressive = 1,

    /// <summary>Interlaced: upper field coded and shown first.</summary>
    TopFirst = 2,

    /// <summary>Interlaced: lower field coded and shown first.</summary>
    BottomFirst = 3,

    /// <summary>Interlaced: upper field coded first, lower field shown first.</summary>
    TopCodedBottomShownFirst = 4,

    /// <summary>Interlaced: lower field coded first, upper field shown first.</summary>
    BottomCodedTopShownFirst = 5,
}
