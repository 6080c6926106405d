namespace VideoSeg.Model.Images;

/// <summary>How many chroma samples a JPEG keeps.</summary>
public enum JpegSubsampling
{
    /// <summary>One for every pixel.</summary>
    Yuv444 = 444,

    /// <summary>One for two pixels side by side.</summary>
    Yuv422 = 422,

    /// <summary>One for each square of four pixels; what most cameras write.</summary>
    Yuv420 = 420,
}
