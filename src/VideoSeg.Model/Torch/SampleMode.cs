namespace VideoSeg.Model.Torch;

/// <summary>How <see cref="Functional.GridSample"/> reads between pixels.</summary>
public enum SampleMode
{
    /// <summary>Weights the four neighbours.</summary>
    Bilinear = 0,

    /// <summary>Takes the nearest pixel: for masks.</summary>
    Nearest = 1,
}

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
