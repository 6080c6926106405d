using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Model.Training;

/// <summary>How far a sample may be changed at random before the network sees it. The defaults change nothing.</summary>
public sealed record AugmentationOptions
{
    /// <summary>Probability of a mirror image, left to right. Default 0.</summary>
    [Range(0, 1)]
    public double FlipHorizontal { get; init; }

    /// <summary>Probability of a mirror image, top to bottom. Default 0.</summary>
    [Range(0, 1)]
    public double FlipVertical { get; init; }

    /// <summary>Largest rotation either way, in degrees. Default 0.</summary>
    [Range(0, 180)]
    public double RotationDegrees { get; init; }

    /// <summary>Largest change of scale either way: 0.25 draws from 1/1.25 to 1.25, evenly in the logarithm. Default 0.</summary>
    [Range(0, 2)]
    public double Scale { get; init; }

    /// <summary>Largest change of the aspect ratio either way, as <see cref="Scale"/>. Default 0.</summary>
    [Range(0, 1)]
    public double Stretch { get; init; }

    /// <summary>Largest shift either way, as a share of the side: with <see cref="Scale"/> this is the random crop. Default 0.</summary>
    [Range(0, 0.5)]
    public double Shift { get; init; }

    /// <summary>Largest shear either way, in degrees. Default 0.</summary>
    [Range(0, 45)]
    public double ShearDegrees { get; init; }

    /// <summary>Largest change of the brightness factor. Default 0.</summary>
    [Range(0, 1)]
    public double Brightness { get; init; }

    /// <summary>Largest change of the contrast factor, about the picture's mean. Default 0.</summary>
    [Range(0, 1)]
    public double Contrast { get; init; }

    /// <summary>Largest change of the saturation factor. Default 0.</summary>
    [Range(0, 1)]
    public double Saturation { get; init; }

    /// <summary>Largest turn of the hue either way, in degrees. Default 0.</summary>
    [Range(0, 180)]
    public double HueDegrees { get; init; }

    /// <summary>Largest change of gamma, as <see cref="Scale"/>. Default 0.</summary>
    [Range(0, 1)]
    public double Gamma { get; init; }

    /// <summary>Probability of a Gaussian blur. Default 0.</summary>
    [Range(0, 1)]
    public double BlurProbability { get; init; }

    /// <summary>Largest standard deviation of the blur, in pixels of the network's input. Default 1.5.</summary>
    [Range(0.1, 5)]
    public double BlurSigma { get; init; } = 1.5;

    /// <summary>Probability of a round trip through JPEG. Default 0.</summary>
    [Range(0, 1)]
    public double CompressionProbability { get; init; }

    /// <summary>Lowest JPEG quality of the round trip; the highest is 95. Default 30.</summary>
    [Range(1, 95)]
    public int CompressionQuality { get; init; } = 30;

    /// <summary>Probability that the polyps of another training sample are put in, turned, scaled and with a blended border. Default 0.</summary>
    [Range(0, 1)]
    public double CopyPasteProbability { get; init; }

    /// <summary>Probability of highlights: up to ten white ellipses with a soft rim, which change no mask. Default 0.</summary>
    [Range(0, 1)]
    public double HighlightProbability { get; init; }

    /// <summary>Probability of a black border (bars, a circle or an octagon), as endoscope pictures have; no polyp is left under it. Default 0.</summary>
    [Range(0, 1)]
    public double BorderProbability { get; init; }

    /// <summary>Probability of a rectangle greyed out (DeVries and Taylor 2017), in which no polyp is left. Default 0.</summary>
    [Range(0, 1)]
    public double CutoutProbability { get; init; }

    /// <summary>Largest side of the rectangle, as a share of the picture's. Default 0.25.</summary>
    [Range(0.02, 0.5)]
    public double CutoutSize { get; init; } = 0.25;
}
