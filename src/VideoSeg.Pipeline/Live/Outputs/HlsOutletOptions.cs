using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>A playlist with its segments in a folder, for a web server to hand out (HTTP Live Streaming, RFC 8216).</summary>
public sealed record HlsOutletOptions
{
    /// <summary>The folder; made where it is not there. <c>index.m3u8</c> and all <c>segment-*</c> in it belong to the outlet, which deletes old ones.</summary>
    [Required]
    public required string Folder { get; init; }

    /// <summary>Length of a segment; players are behind by about three of them. 500 ms to 30 s. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "00:00:30", ErrorMessage = "SegmentDuration: expected 500 ms to 30 s")]
    public TimeSpan SegmentDuration { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Segments in the playlist; older ones are deleted soon after. 3 to 1000. Default 6.</summary>
    [Range(3, 1000)]
    public int SegmentCount { get; init; } = 6;

    /// <summary>Wait before writing is tried again after it failed. 10 ms to 10 min. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00", ErrorMessage = "RetryDelay: expected 10 ms to 10 min")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Packets that may wait for the disk. 1 to 10000. Default 120.</summary>
    [Range(1, 10_000)]
    public int QueueCapacity { get; init; } = 120;
}
