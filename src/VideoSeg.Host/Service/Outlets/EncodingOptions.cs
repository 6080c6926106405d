using System.ComponentModel.DataAnnotations;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Service.Outlets;

/// <summary>
/// How a stream's picture is encoded for an outlet. Outlets of a stream that ask for the same share one encode, and with browsers, too, which have
/// these defaults.
/// </summary>
internal sealed record EncodingOptions
{
    /// <summary>The encoder. Default: H.264 at no more than 8 Mbit/s.</summary>
    [SameSection]
    public VideoEncoderOptions Encoder { get; init; } = new() { MaxBitRate = 8_000_000, Crf = 23 };

    /// <summary>Most frames a second; those that come sooner are left out. 0.1 to 240. Default null: all.</summary>
    [Range(0.1, 240d)]
    public double? MaxFrameRate { get; init; }

    /// <summary>Frames that may wait for the encoder; where it is slower for longer, the oldest are given up. 1 to 64. Default 4.</summary>
    [Range(1, 64)]
    public int QueueCapacity { get; init; } = 4;

    /// <summary>Least time between key pictures that somebody asks for. 0 to 10 s. Default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10", ErrorMessage = "KeyFrameRequestInterval: expected 0 s to 10 s")]
    public TimeSpan KeyFrameRequestInterval { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Wait before an encoder that could not be opened, or failed, is tried again. 10 ms to 1 min. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00", ErrorMessage = "RetryDelay: expected 10 ms to 1 min")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The rendition of a picture that is encoded so.</summary>
    public EncodedRenditionOptions Of(LiveRendition picture) => new()
    {
        Picture = picture,
        Encoder = Encoder,
        MaxFrameRate = MaxFrameRate,
        QueueCapacity = QueueCapacity,
        KeyFrameRequestInterval = KeyFrameRequestInterval,
        RetryDelay = RetryDelay,
    };
}
