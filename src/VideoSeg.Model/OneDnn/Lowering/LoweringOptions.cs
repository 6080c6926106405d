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

    /// <summary>Whether the processor adds pairs of products of 8 bits in 16 bits, for want of VNNI. Default false.</summary>
    public bool AddsPairs { get; init; }

    /// <summary>Whether what lies between convolutions of 8 bits is kept in bf16; else in f32. Default true.</summary>
    public bool KeepsBFloat16 { get; init; } = true;

    /// <summary>Channels that lie together in f32 where they fill whole blocks; 0, the default, for channels last.</summary>
    public int ChannelBlock { get; init; }

    /// <summary>Whether memory is used again once a value is not needed any more. Default true; false to read all values after a run.</summary>
    public bool ReuseMemory { get; init; } = true;

    /// <summary>The options that suit this processor best.</summary>
    /// <param name="height">Rows of the input picture.</param>
    /// <param name="width">Pixels in a row of the input picture.</param>
    public static LoweringOptions ForThisProcessor(int height, int width)
    {
        string instructions = OneDnnRuntime.InstructionSet;
        return new LoweringOptions
        {
            Height = height,
            Width = width,
            AddsPairs = !CpuPrecision.HasInt8(instructions),
            KeepsBFloat16 = CpuPrecision.KeepsBFloat16(instructions),
            ChannelBlock = CpuPrecision.ChannelBlock(instructions),
        };
    }
}
