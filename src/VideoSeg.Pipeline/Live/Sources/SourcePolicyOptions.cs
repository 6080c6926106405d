using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>What the sources of live streams may be. The defaults allow cameras and networks, and no file.</summary>
public sealed record SourcePolicyOptions
{
    /// <summary>
    /// Protocols and input devices, by FFmpeg's names. Default: <c>file</c>, <c>v4l2</c>, <c>lavfi</c>, <c>rtsp</c>, <c>rtsps</c>, <c>rtmp</c>,
    /// <c>rtmps</c>, <c>srt</c>, <c>udp</c>, <c>rtp</c>, <c>http</c>, <c>https</c>. <c>*</c> for all.
    /// </summary>
    [Required]
    public ImmutableArray<string> AllowedSchemes { get; init; } =
        ["file", "v4l2", "lavfi", "rtsp", "rtsps", "rtmp", "rtmps", "srt", "udp", "rtp", "http", "https"];

    /// <summary>
    /// Peers: a name or address (<c>camera1.example</c>, <c>10.0.0.7</c>), all names of a domain (<c>*.or.example</c>), all addresses of a network
    /// (<c>10.2.0.0/16</c>; of addresses that are written as numbers, names are not looked up for this), or <c>*</c> for all. For a source that waits
    /// to be called: its own address. Default: <c>*</c>.
    /// </summary>
    [Required]
    public ImmutableArray<string> AllowedHosts { get; init; } = ["*"];

    /// <summary>Folders whose files, also those further down, may be read; links count as what they lead to. <c>/</c> for all. Default: none.</summary>
    [Required]
    public ImmutableArray<string> AllowedFolders { get; init; } = [];

    /// <summary>
    /// Whether all of FFmpeg's filters may be used in filters and test sources. Default false: only those that read and write no file, open no
    /// connection and load no library.
    /// </summary>
    public bool AllowAllFilters { get; init; }
}
