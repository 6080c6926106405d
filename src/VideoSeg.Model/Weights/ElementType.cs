namespace VideoSeg.Model.Weights;

/// <summary>How the numbers of a stored tensor are written; always little endian.</summary>
public enum ElementType
{
    /// <summary>IEEE 754 single precision.</summary>
    Float32,

    /// <summary>IEEE 754 half precision.</summary>
    Float16,

    /// <summary>The upper half of a single: 8 bits of exponent, 7 of mantissa.</summary>
    BFloat16,

    /// <summary>64-bit signed integer: counters.</summary>
    Int64,
}
