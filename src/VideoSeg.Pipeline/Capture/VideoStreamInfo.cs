using System.Collections.Immutable;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Pipeline.Capture;

/// <summary>
/// A video track: what a reader found, or what a writer is to make. For rendered video set <see cref="Width"/>, <see cref="Height"/>,
/// <see cref="Format"/>, <see cref="TimeBase"/> and <see cref="FrameRate"/>; the rest has sensible defaults.
/// </summary>
public sealed record VideoStreamInfo
{
    /// <summary>Number of the track in its input; 0 for rendered video.</summary>
    public int Track { get; init; }

    /// <summary>Width in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Height in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Layout of the frames' samples, as they are delivered (JPEG-range formats appear as their plain twin with full range).</summary>
    public required PixelFormat Format { get; init; }

    /// <summary>FFmpeg's name of the format as coded; differs from <see cref="Format"/>'s where frames are converted on reading.</summary>
    public string SourceFormat { get; init; } = "";

    /// <summary>Seconds a tick of all times of the track.</summary>
    public required Rational TimeBase { get; init; }

    /// <summary>Frames a second, as announced or guessed; a hint only, the times decide. May be unknown.</summary>
    public Rational FrameRate { get; init; } = Rational.Unknown;

    /// <summary>Width of a pixel over its height. Unknown (the default) means square.</summary>
    public Rational SampleAspectRatio { get; init; } = Rational.Unknown;

    /// <summary>What the stream says of its colours. Default: nothing.</summary>
    public ColorTags Color { get; init; } = ColorTags.Unspecified;

    /// <summary>Whether each picture is two fields of different times, and how they lie. Default unknown.</summary>
    public FieldOrder FieldOrder { get; init; }

    /// <summary>How a player is to turn the picture: nine fixed-point numbers as in MP4, row by row; empty (the default) for not at all.</summary>
    public ImmutableArray<int> DisplayMatrix { get; init; } = [];

    /// <summary>The turn in <see cref="DisplayMatrix"/>, degrees clockwise, in [0, 360). The samples are as coded, not turned.</summary>
    public double RotationDegrees { get; init; }

    /// <summary>Time of the first frame that is read, in ticks, if known.</summary>
    public long? StartTime { get; init; }

    /// <summary>Duration in ticks of what is read, if known; what the container says, which may be wrong.</summary>
    public long? Duration { get; init; }

    /// <summary>Number of frames that are read, if known; what the container says, which may be wrong.</summary>
    public long? FrameCount { get; init; }

    /// <summary>
    /// The time in ticks that becomes 0 in outputs made of the track, masks and copied tracks included. Default 0; for a recording that is
    /// read from <see cref="VideoReaderOptions.Start"/> on, that start.
    /// </summary>
    public long Origin { get; init; }

    /// <summary>Bits a second; 0: unknown.</summary>
    public long BitRate { get; init; }

    /// <summary>FFmpeg's name of the codec: <c>h264</c>, <c>mpeg4</c>.</summary>
    public string Codec { get; init; } = "";

    /// <summary>
    /// The number of frames to expect, for showing progress: as the container says, else from duration and frame rate; null where neither is known.
    /// </summary>
    public long? ExpectedFrames =>
        FrameCount ?? (Duration is { } ticks && FrameRate.IsKnown ? (long)Math.Round(ticks * TimeBase.Value * FrameRate.Value) : null);
}
