namespace VideoSeg.Model.Torch;

/// <summary>What stands in the added border of <see cref="Functional.Pad"/>.</summary>
public enum PadMode
{
    /// <summary>A given value.</summary>
    Constant = 0,

    /// <summary>The picture mirrored at its edge pixels, which are not repeated.</summary>
    Reflect = 1,

    /// <summary>The edge pixels, repeated.</summary>
    Replicate = 2,
}
