using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using VideoSeg.Pipeline.Capture;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>Where a live stream comes from, and how long to wait for it.</summary>
public sealed record LiveSourceOptions
{
    /// <summary>
    /// A path, a device (<c>/dev/video0</c>), a test source (<c>lavfi:testsrc2=size=1920x1080:rate=50</c>) or any URL that FFmpeg reads
    /// (<c>rtsp://</c>, <c>srt://</c>, <c>udp://</c>) and the <see cref="SourcePolicy"/> allows.
    /// </summary>
    [Required]
    public required string Url { get; init; }

    /// <summary>FFmpeg's name of the input's format (<c>v4l2</c>, <c>lavfi</c>). Default null: found out; <c>v4l2</c> for <c>/dev/video*</c>.</summary>
    public string? Format { get; init; }

    /// <summary>FFmpeg's options for protocol and demuxer (<c>rtsp_transport</c> = <c>tcp</c>). An unknown one is refused. Default none.</summary>
    public ImmutableDictionary<string, string> Options { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>A chain of FFmpeg's video filters that each frame passes first, behind the deinterlacer. Default null: none.</summary>
    public string? Filter { get; init; }

    /// <summary>What becomes of interlaced frames. Default <see cref="Deinterlacing.Auto"/>: each field becomes a frame.</summary>
    [EnumDataType(typeof(Deinterlacing))]
    public Deinterlacing Deinterlace { get; init; } = Deinterlacing.Auto;

    /// <summary>When frames are handed on. Default <see cref="PacingMode.Auto"/>.</summary>
    [EnumDataType(typeof(PacingMode))]
    public PacingMode Pacing { get; init; } = PacingMode.Auto;

    /// <summary>
    /// Threads of decoder and deinterlacer, 1 to 64. Default 2: they share the slices of a picture, which costs no delay. More help only where the
    /// sender codes its pictures in slices.
    /// </summary>
    [Range(1, 64)]
    public int DecoderThreads { get; init; } = 2;

    /// <summary>Whether a file begins anew at its end. Default true. No use for sources that never end.</summary>
    public bool Loop { get; init; } = true;

    /// <summary>Longest time for opening and looking into the source. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00", ErrorMessage = "OpenTimeout: expected 100 ms to 10 min")]
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time to wait for data, or for a picture of it, before the source is given up and opened anew. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00", ErrorMessage = "ReadTimeout: expected 100 ms to 10 min")]
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time without a frame after which the slate is shown. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00", ErrorMessage = "NoFrameTimeout: expected 100 ms to 10 min")]
    public TimeSpan NoFrameTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Wait before the first new try; it doubles from try to try, give or take a quarter, and begins anew after 10 s with pictures. Default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00", ErrorMessage = "ReconnectDelay: expected 10 ms to 10 min")]
    public TimeSpan ReconnectDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest wait before a new try. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00", ErrorMessage = "MaxReconnectDelay: expected 10 ms to 10 min")]
    public TimeSpan MaxReconnectDelay { get; init; } = TimeSpan.FromSeconds(15);
}
