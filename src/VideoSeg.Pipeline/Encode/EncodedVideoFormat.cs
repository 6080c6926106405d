using System.Collections.Immutable;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Encode;

/// <summary>
/// What an encoder makes: all that a container or a player has to know before the first packet. Immutable, and the same object as long as nothing of it
/// changes: outputs compare references to see that they have to begin anew. May outlive its encoder.
/// </summary>
public sealed unsafe class EncodedVideoFormat
{
    private readonly NativeCodedTrack _native;

    internal EncodedVideoFormat(in NativeCodedTrack native, ImmutableArray<byte> headers)
    {
        _native = native;
        Headers = headers;
        fixed (byte* codec = native.Codec)
        {
            Codec = Utf8.Read(codec, 32);
        }

        PixelFormat = PixelFormats.NameOf(native.PixelFormat);
        if (Codec == "h264" && !headers.IsEmpty)
        {
            Configuration = H264Headers.ToConfiguration(headers.AsSpan());
            CodecString = H264Headers.CodecString(Configuration.AsSpan());
        }
    }

    /// <summary>FFmpeg's name of the codec: <c>h264</c>, <c>hevc</c>, <c>mjpeg</c>, <c>png</c>.</summary>
    public string Codec { get; }

    /// <summary>The codec as browsers want it named (RFC 6381): <c>avc1.64001f</c>. Null for other codecs than H.264.</summary>
    public string? CodecString { get; }

    /// <summary>Width in pixels.</summary>
    public int Width => _native.Width;

    /// <summary>Height in pixels.</summary>
    public int Height => _native.Height;

    /// <summary>FFmpeg's name of the layout that is encoded: <c>yuv420p</c>.</summary>
    public string PixelFormat { get; }

    /// <summary>What is said of the colours.</summary>
    public ColorTags Color => _native.Color;

    /// <summary>Seconds a tick of the packets' times.</summary>
    public Rational TimeBase => _native.TimeBase;

    /// <summary>Frames a second, about; unknown where nobody said.</summary>
    public Rational FrameRate => _native.FrameRate;

    /// <summary>Width of a pixel over its height; unknown means square.</summary>
    public Rational SampleAspectRatio => _native.SampleAspectRatio;

    /// <summary>The headers as the encoder makes them: for H.264 and HEVC parameter sets with start codes ("Annex B"). They stand before each key picture too.</summary>
    public ImmutableArray<byte> Headers { get; }

    /// <summary>The headers of H.264 as MP4 and <c>VideoDecoderConfig.description</c> want them ("avcC"); packets have start codes all the same. Empty for other codecs.</summary>
    public ImmutableArray<byte> Configuration { get; } = [];

    internal NativeCodedTrack Native => _native;
}
