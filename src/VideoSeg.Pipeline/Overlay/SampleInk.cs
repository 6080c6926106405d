namespace VideoSeg.Pipeline.Overlay;

/// <summary>Ink for a row of samples: columns [Left, Right) of spans that are indexed by column from 0.</summary>
internal readonly ref struct SampleInk(int left, int right, ReadOnlySpan<float> alpha, ReadOnlySpan<float> color)
{
    public int Left { get; } = left;

    public int Right { get; } = right;

    /// <summary>Opacity, 0 to 1.</summary>
    public ReadOnlySpan<float> Alpha { get; } = alpha;

    /// <summary>Sample value times opacity.</summary>
    public ReadOnlySpan<float> Color { get; } = color;
}
