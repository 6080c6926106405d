namespace VideoSeg.Model.Cuda;

/// <summary>What comes out of a combination of maps: max(0, value * scale + shift), of which each part may be left out.</summary>
/// <param name="Map">Where it goes; in the place of an operand of <see cref="CudaAccess.Same"/> with the same strides, if wished.</param>
public readonly record struct CudaResult(CudaMap Map)
{
    /// <summary>Address of the scales, f32 [channels]; 0 for none.</summary>
    public nint Scale { get; init; }

    /// <summary>Address of the shifts, f32 [channels]; 0 for none. With scales only.</summary>
    public nint Shift { get; init; }

    /// <summary>Whether what is below 0 becomes 0.</summary>
    public bool Relu { get; init; }
}
