using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Pipeline.Encode;

/// <summary>How to encode live video: at once, frame by frame, no frame held back for others.</summary>
public sealed record VideoEncoderOptions
{
    /// <summary><c>h264</c> (the default), <c>hevc</c>, <c>mjpeg</c>, <c>png</c>, or FFmpeg's name of any video codec or encoder.</summary>
    [Required]
    public string Codec { get; init; } = "h264";

    /// <summary>Speed against size, of H.264 and HEVC: <c>ultrafast</c> to <c>veryslow</c>. Default null: <c>veryfast</c>, with less than 8 processors <c>superfast</c>, with less than 4 <c>ultrafast</c>.</summary>
    public string? Preset { get; init; }

    /// <summary>Tuning of H.264 and HEVC. Default null: <c>zerolatency</c>, without which frames are held back.</summary>
    public string? Tune { get; init; }

    /// <summary>Constant quality of H.264 and HEVC, smaller is better. Default null: 23 where <see cref="BitRate"/> is not given, else none.</summary>
    [Range(0, 63)]
    public int? Crf { get; init; }

    /// <summary>Bits a second on average, 10,000 to 1,000,000,000. Default null: what the quality takes.</summary>
    [Range(10_000L, 1_000_000_000L)]
    public long? BitRate { get; init; }

    /// <summary>
    /// Most bits a second, averaged over <see cref="RateBuffer"/>, 10,000 to 1,000,000,000. Default null: <see cref="BitRate"/> where that is given,
    /// else no limit.
    /// </summary>
    [Range(10_000L, 1_000_000_000L)]
    public long? MaxBitRate { get; init; }

    /// <summary>The time over which <see cref="MaxBitRate"/> holds: less means smaller bursts and a poorer picture. 50 ms to 30 s. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:00:30", ErrorMessage = "RateBuffer: expected 50 ms to 30 s")]
    public TimeSpan RateBuffer { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest time from one key picture to the next, 100 ms to 1 min. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00", ErrorMessage = "KeyFrameInterval: expected 100 ms to 1 min")]
    public TimeSpan KeyFrameInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Quality of MJPEG, 1 to 100, larger is better. Default 85.</summary>
    [Range(1, 100)]
    public int Quality { get; init; } = 85;

    /// <summary>Pictures that are taller are made smaller, to this height; 16 to 16384 lines. Default null: they keep their size.</summary>
    [Range(16, 16384)]
    public int? MaxHeight { get; init; }

    /// <summary>Threads of the encoder. Default 0: as many as there are processors, 8 at most.</summary>
    [Range(0, 256)]
    public int Threads { get; init; }

    /// <summary>How far the encoder's threads stand back behind others, 0 to 19 as of nice(1). Default 0: the picture waits for nobody.</summary>
    [Range(0, 19)]
    public int Niceness { get; init; }

    /// <summary>
    /// FFmpeg's name of the layout to encode. Default null: <c>yuv420p</c> for H.264 and HEVC, which is what browsers and hardware play, else the source's
    /// where the encoder takes it, or the nearest.
    /// </summary>
    public string? PixelFormat { get; init; }

    /// <summary>FFmpeg's options for the encoder; they win over all others. An unknown one is refused. Default none.</summary>
    public ImmutableDictionary<string, string> EncoderOptions { get; init; } = ImmutableDictionary<string, string>.Empty;
}
