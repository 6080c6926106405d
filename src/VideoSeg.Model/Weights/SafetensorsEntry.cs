using System.Collections.Immutable;

namespace VideoSeg.Model.Weights;

/// <summary>One tensor of a safetensors header; the bytes lie at [Begin, End) of the data part.</summary>
internal sealed record SafetensorsEntry(string Name, ElementType Type, ImmutableArray<long> Shape, long Begin, long End)
{
    /// <summary>Whether the numbers are doubles, which become singles as they are read.</summary>
    public bool IsDouble { get; init; }
}
