using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Pipeline.Encode;

/// <summary>How packets of an encoder are written to a file or network.</summary>
public sealed record PacketWriterOptions
{
    /// <summary>FFmpeg's name of the container. Default null: by the ending or scheme of the URL (<c>rtmp://</c>: flv; <c>srt://</c>, <c>udp://</c>: mpegts).</summary>
    public string? Container { get; init; }

    /// <summary>FFmpeg's options for muxer and protocol; they win over this writer's own. An unknown one is refused. Default none.</summary>
    public ImmutableDictionary<string, string> ContainerOptions { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Tags of the container. Default none but the notice.</summary>
    public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>How much of an MP4, MOV or Matroska file is written at once, and so how much a crash loses. 10 ms to 5 min. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:05:00", ErrorMessage = "FragmentDuration: expected 10 ms to 5 min")]
    public TimeSpan FragmentDuration { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Whether an existing file is replaced. Default false: it is refused.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Longest time for opening the output. Default 10 s; zero or infinite: no limit.</summary>
    public TimeSpan OpenTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Longest time for one write to a network. Default 10 s; zero or infinite: no limit. Files and pipes wait for ever.</summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
