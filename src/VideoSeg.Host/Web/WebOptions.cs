using System.ComponentModel.DataAnnotations;
using VideoSeg.Pipeline.Encode;

namespace VideoSeg.Host.Web;

/// <summary>How browsers are served.</summary>
internal sealed record WebOptions
{
    /// <summary>How the video is encoded, once for all that watch the same picture. Default: H.264 at no more than 8 Mbit/s, a key frame every 2 s.</summary>
    public VideoEncoderOptions Encoder { get; init; } = new() { MaxBitRate = 8_000_000, Crf = 23 };

    /// <summary>Quality of MJPEG, 1 to 100. Default 80.</summary>
    [Range(1, 100)]
    public int MjpegQuality { get; init; } = 80;

    /// <summary>Most pictures a second of MJPEG, 1 to 60. Default 15.</summary>
    [Range(1, 60)]
    public int MjpegRate { get; init; } = 15;
}
