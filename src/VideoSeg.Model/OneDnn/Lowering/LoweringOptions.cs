using VideoSeg.Model.OneDnn.Calibration;

namespace VideoSeg.Model.OneDnn.Lowering;

/// <summary>How a network becomes steps of the CPU engine.</summary>
internal sealed record LoweringOptions
{
    /// <summary>What convolutions are computed in. Default f32.</summary>
    public EnginePrecision Precision { get; init; } = EnginePrecision.Float32;

    /// <summary>Rows of the input picture.</summary>
    public required int Height { get; init; }

    /// <summary>Pixels in a row of the input picture.</summary>
    public required int Width { get; init; }

    /// <summary>Ranges of what convolutions read; needed for <see cref="EnginePrecision.Int8"/>.</summary>
    public ActivationRanges? Ranges { get; init; }

    /// <summary>Largest weight of 8 bits: 127, or 63 where the processor adds pairs of products in 16 bits. Default 127.</summary>
    public int WeightLevels { get; init; } = 127;

    /// <summary>Whether what lies between convolutions of 8 bits is kept in bf16; else in f32. Default true.</summary>
    public bool KeepsBFloat16 { get; init; } = true;

    /// <summary>Whether memory is used again once a value is not needed any more. Default true; false to read all values after a run.</summary>
    public bool ReuseMemory { get; init; } = true;
}
