using System.Runtime.CompilerServices;
using VideoSeg.Host.Service;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Web;

/// <summary>The encodes that outlets and browsers of a stream share, one for all that ask for the same, each there while somebody takes it. Thread-safe.</summary>
internal sealed class SharedRenditions(LiveContext context, WebOptions options)
{
    private readonly SharedOutlets<EncodedRendition> _outlets = new(context.Time);
    private readonly ConditionalWeakTable<ManagedStream, RenditionNames> _names = [];

    /// <summary>Video of a stream's picture for browsers; give the lease back.</summary>
    /// <exception cref="OperationCanceledException">The stream is ending.</exception>
    public SharedOutlets<EncodedRendition>.Lease Video(ManagedStream stream, LiveRendition picture) =>
        Acquire(stream, new EncodedRenditionOptions { Picture = picture, Encoder = options.Encoder });

    /// <summary>JPEGs of a stream's picture; give the lease back.</summary>
    /// <exception cref="OperationCanceledException">The stream is ending.</exception>
    public SharedOutlets<EncodedRendition>.Lease Mjpeg(ManagedStream stream, LiveRendition picture) => Acquire(stream, new EncodedRenditionOptions
    {
        Picture = picture,
        Encoder = new VideoEncoderOptions { Codec = "mjpeg", Quality = options.MjpegQuality },
        MaxFrameRate = options.MjpegRate,
    });

    /// <summary>The rendition of these options; give the lease back.</summary>
    /// <exception cref="OperationCanceledException">The stream is ending.</exception>
    /// <exception cref="Model.VideoSegException">An option is wrong; all faults are listed.</exception>
    public SharedOutlets<EncodedRendition>.Lease Acquire(ManagedStream stream, EncodedRenditionOptions rendition)
    {
        string name = _names.GetOrCreateValue(stream).Of(rendition);
        return _outlets.Acquire(stream, name, () => new EncodedRendition(stream.Name, name, rendition, context));
    }
}
