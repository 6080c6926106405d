namespace VideoSeg.Model.Torch;

/// <summary>The type of a tensor's elements. The values are those of the native library.</summary>
public enum ScalarType
{
    /// <summary>8-bit unsigned integer (<see cref="byte"/>).</summary>
    UInt8 = 0,

    /// <summary>64-bit signed integer (<see cref="long"/>): indices and class numbers.</summary>
    Int64 = 1,

    /// <summary>IEEE half precision (<see cref="Half"/>).</summary>
    Float16 = 2,

    /// <summary>The upper 16 bits of a float; as data in managed memory a <see cref="ushort"/> with those bits.</summary>
    BFloat16 = 3,

    /// <summary>IEEE single precision (<see cref="float"/>), the default.</summary>
    Float32 = 4,

    /// <summary>True or false, one byte (<see cref="bool"/>).</summary>
    Boolean = 5,
}
