using System.ComponentModel.DataAnnotations;
using VideoSeg.Pipeline.Encode;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>A rendition of a live stream: which picture, and how it is encoded for all who take it.</summary>
public sealed record EncodedRenditionOptions
{
    /// <summary>Which picture. Default <see cref="LiveRendition.Annotated"/>.</summary>
    [EnumDataType(typeof(LiveRendition))]
    public LiveRendition Picture { get; init; } = LiveRendition.Annotated;

    /// <summary>How it is encoded. Default: as <see cref="VideoEncoderOptions"/>.</summary>
    [Required]
    public VideoEncoderOptions Encoder { get; init; } = new();

    /// <summary>Most frames a second; those that come sooner are left out. 0.1 to 240. Default null: all.</summary>
    [Range(0.1, 240d)]
    public double? MaxFrameRate { get; init; }

    /// <summary>Frames that may wait for the encoder; where it is slower for longer, the oldest are given up. 1 to 64. Default 4.</summary>
    [Range(1, 64)]
    public int QueueCapacity { get; init; } = 4;

    /// <summary>
    /// Least time between key pictures that somebody asks for, so that many who come, or one who is too slow, do not make everybody's picture coarse.
    /// 0 to 10 s. Default 500 ms.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10", ErrorMessage = "KeyFrameRequestInterval: expected 0 to 10 s")]
    public TimeSpan KeyFrameRequestInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Wait before an encoder that could not be opened, or failed, is tried again. 10 ms to 1 min. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00", ErrorMessage = "RetryDelay: expected 10 ms to 1 min")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(2);
}
