using System.Collections.Immutable;
using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Inference;

/// <summary>The names of the precisions that can be asked for.</summary>
internal static class Precisions
{
    /// <summary>All, and <c>auto</c>.</summary>
    public static ImmutableArray<string> All { get; } = ["auto", "f32", "bf16", "f16", "int8"];

    /// <summary>The name of a type that libtorch computes in.</summary>
    public static string NameOf(ScalarType type) => type switch
    {
        ScalarType.BFloat16 => "bf16",
        ScalarType.Float16 => "f16",
        _ => "f32",
    };

    /// <summary>The type that a name stands for.</summary>
    public static ScalarType TypeOf(string name) => name switch
    {
        "bf16" => ScalarType.BFloat16,
        "f16" => ScalarType.Float16,
        _ => ScalarType.Float32,
    };
}
