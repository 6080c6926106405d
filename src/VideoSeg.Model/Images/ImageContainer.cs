namespace VideoSeg.Model.Images;

/// <summary>A file format of still pictures.</summary>
public enum ImageContainer
{
    /// <summary>JPEG: lossy, 8 bit.</summary>
    Jpeg = 1,

    /// <summary>PNG: lossless, 8 or 16 bit.</summary>
    Png = 2,

    /// <summary>TIFF: written lossless, 8 or 16 bit.</summary>
    Tiff = 3,
}
