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
