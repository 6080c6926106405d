using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>What is drawn on a picture.</summary>
public sealed record OverlayOptions
{
    /// <summary>How polyps are shown. Default <see cref="OverlayStyle.Contour"/>.</summary>
    [EnumDataType(typeof(OverlayStyle))]
    public OverlayStyle Style { get; init; } = OverlayStyle.Contour;

    /// <summary>Whether each polyp carries its class and mean probability ("polyp 87 %"). Default true.</summary>
    public bool Labels { get; init; } = true;

    /// <summary>Whether the names of the classes are written in their colours, outside the field of view. Default <see cref="LegendMode.Auto"/>: where there are two or more.</summary>
    [EnumDataType(typeof(LegendMode))]
    public LegendMode Legend { get; init; } = LegendMode.Auto;

    /// <summary>Width of lines, in pixels of a picture 360 pixels high (of its shorter side); 0.5 to 10. Default 1: 2 pixels at 720p.</summary>
    [Range(0.5, 10)]
    public float LineWidth { get; init; } = 1;
}
