namespace VideoSeg.Model.Inputs;

/// <summary>The matrix between YUV and RGB (ITU-T H.273, MatrixCoefficients).</summary>
public enum ColorMatrix
{
    /// <summary>ITU-R BT.601: standard definition, JPEG.</summary>
    Bt601,

    /// <summary>ITU-R BT.709: high definition.</summary>
    Bt709,

    /// <summary>ITU-R BT.2020, non-constant luminance.</summary>
    Bt2020,

    /// <summary>SMPTE 240M: early high definition.</summary>
    Smpte240M,

    /// <summary>FCC 47 CFR 73.682: NTSC of 1953.</summary>
    Fcc,

    /// <summary>YCgCo.</summary>
    YCgCo,
}

/// <summary>Which sample values stand for black and white.</summary>
public enum ColorRange
{
    /// <summary>Luma 16 to 235, chroma 16 to 240 (times 2^(depth-8)).</summary>
    Limited,

    /// <summary>0 to 2^depth - 1.</summary>
    Full,
}
