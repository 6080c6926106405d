using VideoSeg.Pipeline.Capture;

namespace VideoSeg.Host.Api.Messages;

/// <summary>The video of a source as the API tells it.</summary>
/// <param name="Width">Pixels in a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="FrameRate">Frames a second, where it is known.</param>
/// <param name="Codec">FFmpeg's name of the codec.</param>
/// <param name="PixelFormat">FFmpeg's name of the pixel format.</param>
internal sealed record VideoDescription(int Width, int Height, double? FrameRate, string Codec, string PixelFormat)
{
    /// <summary>Null for null.</summary>
    public static VideoDescription? Of(VideoStreamInfo? video) => video is null
        ? null
        : new VideoDescription(video.Width, video.Height, video.FrameRate.IsKnown ? video.FrameRate.Value : null, video.Codec, video.SourceFormat);
}
