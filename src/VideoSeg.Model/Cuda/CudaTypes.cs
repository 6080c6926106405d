using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Cuda;

/// <summary>The types of values that kernels know; the numbers are those of native/cuda.</summary>
internal static class CudaTypes
{
    public static int Bytes(ScalarType type) => type == ScalarType.Float32 ? 4 : 2;

    public static int Code(ScalarType type) => type switch
    {
        ScalarType.Float32 => 0,
        ScalarType.Float16 => 1,
        ScalarType.BFloat16 => 2,
        _ => throw new ArgumentException($"expected f32, f16 or bf16, got {type}", nameof(type)),
    };
}
