using System.Text.Json;
using VideoSeg.Pipeline.Encode;

namespace VideoSeg.Host.Web.Video;

/// <summary>What a viewer has to know before the first frame, and again whenever the encoder was replaced: compared by reference.</summary>
internal sealed class VideoSetup
{
    /// <summary>Units with start codes: players need nothing else.</summary>
    public VideoSetup(EncodedVideoFormat video)
        : this(video, VideoFormat.AnnexB, 0, [])
    {
    }

    /// <summary>Fragments of MP4.</summary>
    /// <param name="video">What is in them.</param>
    /// <param name="origin">When their time is 0, in microseconds on the stream's clock.</param>
    /// <param name="initSegment">What stands before them.</param>
    public VideoSetup(EncodedVideoFormat video, long origin, ReadOnlySpan<byte> initSegment)
        : this(video, VideoFormat.Fmp4, origin, initSegment)
    {
    }

    private VideoSetup(EncodedVideoFormat video, VideoFormat format, long origin, ReadOnlySpan<byte> initSegment)
    {
        var text = new VideoSetupText(video.CodecString ?? video.Codec, video.Width, video.Height, format, origin);
        Text = JsonSerializer.SerializeToUtf8Bytes(text, VideoJson.Default.VideoSetupText);
        Init = initSegment.IsEmpty ? default(ReadOnlyMemory<byte>) : (byte[])[.. VideoHeader.Of(VideoFlags.Init, 0, origin), .. initSegment];
    }

    /// <summary>The text message that begins it.</summary>
    public ReadOnlyMemory<byte> Text { get; }

    /// <summary>The binary message that follows; empty where there is none.</summary>
    public ReadOnlyMemory<byte> Init { get; }
}
