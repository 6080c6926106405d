namespace VideoSeg.Model.OneDnn.Lowering;

/// <summary>What the CPU engine computes its convolutions in.</summary>
public enum EnginePrecision
{
    /// <summary>32-bit floating point throughout.</summary>
    Float32,

    /// <summary>bfloat16 kernels and values, sums in 32 bits.</summary>
    BFloat16,

    /// <summary>8-bit kernels and convolution inputs, sums in 32 bits; what lies between convolutions in bfloat16.</summary>
    Int8,
}
