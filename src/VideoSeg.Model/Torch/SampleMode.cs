namespace VideoSeg.Model.Torch;

/// <summary>How <see cref="Functional.GridSample"/> reads between pixels.</summary>
public enum SampleMode
{
    /// <summary>Weights the four neighbours.</summary>
    Bilinear = 0,

    /// <summary>Takes the nearest pixel: for masks.</summary>
    Nearest = 1,
}
