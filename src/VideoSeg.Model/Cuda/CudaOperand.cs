namespace VideoSeg.Model.Cuda;

/// <summary>What goes into a combination of maps.</summary>
/// <param name="Map">Where it lies; of <see cref="CudaAccess.Phases"/> the phase (0,0).</param>
public readonly record struct CudaOperand(CudaMap Map)
{
    /// <summary>How its pixels belong to those of the combination.</summary>
    public CudaAccess Access { get; init; }

    /// <summary>Addresses of the phases (0,1), (1,0) and (1,1), laid out like the first.</summary>
    public (nint EvenOdd, nint OddEven, nint OddOdd) Phases { get; init; }

    /// <summary>Address of what each channel is multiplied by, f32 [pictures, channels] or [channels]; 0 for nothing.</summary>
    public nint Factor { get; init; }

    /// <summary>Values between the factors of neighbouring pictures; 0 where all have the same.</summary>
    public long FactorStride { get; init; }

    /// <summary>Multiplied with what the operands before it gave, instead of added. Not the first.</summary>
    public bool Multiply { get; init; }
}
