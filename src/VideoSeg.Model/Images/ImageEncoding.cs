using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Model.Images;

/// <summary>How pictures are encoded.</summary>
public sealed record ImageEncoding
{
    /// <summary>The defaults.</summary>
    public static ImageEncoding Default { get; } = new();

    /// <summary>JPEG quality, 1 to 100 on libjpeg's scale. Default 95.</summary>
    [Range(1, 100)]
    public int JpegQuality { get; init; } = 95;

    /// <summary>Chroma samples a JPEG keeps. Default all (4:4:4).</summary>
    public JpegSubsampling JpegSubsampling { get; init; } = JpegSubsampling.Yuv444;

    /// <summary>zlib level of a PNG, 0 (none) to 9 (smallest). Default 6.</summary>
    [Range(0, 9)]
    public int PngLevel { get; init; } = 6;
}
