namespace VideoSeg.Model.OneDnn;

/// <summary>What the numbers of a value are kept as. The numbers are those of native/onednn.</summary>
public enum NumberType
{
    /// <summary>32-bit floating point.</summary>
    Float32 = 0,

    /// <summary>bfloat16: the upper half of a 32-bit number.</summary>
    BFloat16 = 1,

    /// <summary>0 to 255, times a scale.</summary>
    UInt8 = 2,

    /// <summary>-128 to 127, times a scale.</summary>
    Int8 = 3,
}
