namespace VideoSeg.Model.Inputs;

/// <summary>Which sample values stand for black and white.</summary>
public enum ColorRange
{
    /// <summary>Luma 16 to 235, chroma 16 to 240 (times 2^(depth-8)).</summary>
    Limited,

    /// <summary>0 to 2^depth - 1.</summary>
    Full,
}
