using System.ComponentModel.DataAnnotations;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Stills;

/// <summary>What to make of still pictures.</summary>
public sealed record StillOptions
{
    /// <summary>Folder of the outputs; made if it is missing.</summary>
    [Required]
    public required string OutputFolder { get; init; }

    /// <summary>
    /// What counts as polyp. The threshold holds for masks and overlays, <see cref="PolypOptions.MinArea"/> for overlays only.
    /// </summary>
    public PolypOptions Polyps { get; init; } = new();

    /// <summary>Smallest component that masks and probabilities show, as a share of the picture, 0 to 1. Default 0: every pixel.</summary>
    [Range(0d, 1d)]
    public double MaskMinArea { get; init; }

    /// <summary>Whether to write <c>NAME.prob.png</c>. Default no.</summary>
    public bool Probabilities { get; init; }

    /// <summary>What to draw in <c>NAME.overlay.png</c>; null (default) or <see cref="OverlayStyle.None"/> to write none.</summary>
    public OverlayOptions? Overlay { get; init; }

    /// <summary>Whether outputs that exist may be replaced. Default no.</summary>
    public bool Overwrite { get; init; }
}
