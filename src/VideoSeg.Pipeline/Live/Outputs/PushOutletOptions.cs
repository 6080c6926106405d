using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>Where encoded video is pushed to, and how long to wait for the peer.</summary>
public sealed record PushOutletOptions
{
    /// <summary>Any URL that FFmpeg writes: <c>rtsp://</c>, <c>rtmp://</c>, <c>srt://</c>, <c>udp://</c>, <c>rtp://</c>.</summary>
    [Required]
    public required string Url { get; init; }

    /// <summary>FFmpeg's name of the container. Default null: by the scheme (<c>rtmp://</c>: flv; <c>srt://</c>, <c>udp://</c>: mpegts).</summary>
    public string? Container { get; init; }

    /// <summary>FFmpeg's options for muxer and protocol (<c>rtsp_transport</c> = <c>udp</c>). An unknown one is refused. Default none; RTSP goes over TCP.</summary>
    public ImmutableDictionary<string, string> Options { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Longest time for reaching the peer. 100 ms to 10 min. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00", ErrorMessage = "OpenTimeout: expected 100 ms to 10 min")]
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time that the peer may take nothing, before it is given up and dialled anew. 100 ms to 10 min. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00", ErrorMessage = "WriteTimeout: expected 100 ms to 10 min")]
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Wait before the peer is dialled again; it doubles from try to try, with jitter. 10 ms to 10 min. Default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00", ErrorMessage = "RedialDelay: expected 10 ms to 10 min")]
    public TimeSpan RedialDelay { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Longest such wait. 10 ms to 10 min. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00", ErrorMessage = "MaxRedialDelay: expected 10 ms to 10 min")]
    public TimeSpan MaxRedialDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Packets that may wait for the network; where it is slower for longer, those that wait are given up. 1 to 10000. Default 60.</summary>
    [Range(1, 10_000)]
    public int QueueCapacity { get; init; } = 60;
}
