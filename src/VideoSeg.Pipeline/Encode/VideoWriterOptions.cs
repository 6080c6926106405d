using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Pipeline.Encode;

/// <summary>How to encode and write an output.</summary>
public sealed record VideoWriterOptions
{
    /// <summary><c>h264</c> (the default), <c>hevc</c>, <c>ffv1</c> (lossless), or FFmpeg's name of any video codec or encoder.</summary>
    [Required]
    public string Codec { get; init; } = "h264";

    /// <summary>Quality for encoders that have it; smaller is better. Default null: 18 for H.264 and 20 for HEVC unless <see cref="EncoderOptions"/> holds a rate (<c>b</c>, <c>qp</c>), else the encoder's own.</summary>
    [Range(0, 63)]
    public int? Crf { get; init; }

    /// <summary>Speed against size, for encoders that have it: <c>ultrafast</c> to <c>veryslow</c>. Default null: the encoder's own.</summary>
    public string? Preset { get; init; }

    /// <summary>The encoder's tuning (<c>film</c>, <c>zerolatency</c>). Default null: none.</summary>
    public string? Tune { get; init; }

    /// <summary>Threads of the encoder. Default 0: as many as there are processors.</summary>
    [Range(0, 256)]
    public int Threads { get; init; }

    /// <summary>
    /// How far the encoder's threads stand back behind others, 0 to 19 as of nice(1). Default 10: a network that computes on all processors
    /// waits for its slowest thread, so an encoder among them costs more time than it takes; a full queue lets it catch up. For live video: 0.
    /// </summary>
    [Range(0, 19)]
    public int Niceness { get; init; } = 10;

    /// <summary>FFmpeg's name of the layout to encode. Default null: the source's where the encoder takes it, else the nearest.</summary>
    public string? PixelFormat { get; init; }

    /// <summary>FFmpeg's options for the encoder (<c>g</c> = <c>50</c>). An unknown one is refused. Default none.</summary>
    public ImmutableDictionary<string, string> EncoderOptions { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>FFmpeg's name of the container. Default null: by the ending or scheme of the URL.</summary>
    public string? Container { get; init; }

    /// <summary>FFmpeg's options for muxer and protocol; they win over this writer's own. An unknown one is refused. Default none.</summary>
    public ImmutableDictionary<string, string> ContainerOptions { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// How much of an MP4, MOV or Matroska file is written at once, and so how much a crash loses besides what the encoder holds back. Default 1 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00")]
    public TimeSpan FragmentDuration { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether an existing file is replaced. Default false: it is refused.</summary>
    public bool Overwrite { get; init; }

    /// <summary>What to do with tracks that the container cannot hold. Default: leave them out and say so.</summary>
    public TrackPolicy TrackPolicy { get; init; } = TrackPolicy.LeaveOut;

    /// <summary>Tags of the container besides the source's, over which they win. Default none.</summary>
    public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>An audio track fed by <see cref="VideoWriter.WriteAudio"/>. Default null: none.</summary>
    public EncodedAudioOptions? Audio { get; init; }

    /// <summary>Longest time for opening the output. Default 10 s; zero or infinite: no limit.</summary>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time for one write to a network. Default 10 s; zero or infinite: no limit. Files and pipes wait for ever.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
