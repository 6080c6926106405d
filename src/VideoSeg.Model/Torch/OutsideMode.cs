namespace VideoSeg.Model.Torch;

/// <summary>What <see cref="Functional.GridSample"/> reads outside the picture.</summary>
public enum OutsideMode
{
    /// <summary>Zero.</summary>
    Zeros = 0,

    /// <summary>The nearest edge pixel.</summary>
    Border = 1,

    /// <summary>The picture mirrored at its edges.</summary>
    Reflection = 2,
}
