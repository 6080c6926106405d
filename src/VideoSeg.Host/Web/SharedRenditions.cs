using VideoSeg.Host.Service;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Web;

/// <summary>The encodes that browsers share, each there while somebody watches.</summary>
internal sealed class SharedRenditions(LiveContext context, WebOptions options)
{
    private readonly SharedOutlets<EncodedRendition> _outlets = new(context.Time);

    /// <summary>H.264 of a stream's picture; give the lease back.</summary>
    /// <exception cref="OperationCanceledException">The stream is ending.</exception>
    public SharedOutlets<EncodedRendition>.Lease Video(ManagedStream stream, LiveRendition picture) => Acquire(stream, "browser", picture, options.Encoder, null);

    /// <summary>JPEGs of a stream's picture; give the lease back.</summary>
    /// <exception cref="OperationCanceledException">The stream is ending.</exception>
    public SharedOutlets<EncodedRendition>.Lease Mjpeg(ManagedStream stream, LiveRendition picture) =>
        Acquire(stream, "mjpeg", picture, new VideoEncoderOptions { Codec = "mjpeg", Quality = options.MjpegQuality }, options.MjpegRate);

    private SharedOutlets<EncodedRendition>.Lease Acquire(ManagedStream stream, string kind, LiveRendition picture, VideoEncoderOptions encoder, double? mostRate)
    {
        string name = $"{kind}-{(picture == LiveRendition.Original ? "original" : "annotated")}";
        return _outlets.Acquire(stream, name, () => new EncodedRendition(
            stream.Name, name, new EncodedRenditionOptions { Picture = picture, Encoder = encoder, MaxFrameRate = mostRate }, context));
    }
}
