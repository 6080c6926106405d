namespace VideoSeg.Model.Inputs;

/// <summary>What the components of a pixel mean.</summary>
public enum ColorModel
{
    /// <summary>One component: luma.</summary>
    Gray,

    /// <summary>Three components: red, green, blue (alpha, where there is one, is ignored).</summary>
    Rgb,

    /// <summary>Three components: luma and two colour differences, the latter possibly subsampled.</summary>
    Yuv,
}
