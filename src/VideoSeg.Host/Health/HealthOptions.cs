using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Host.Health;

/// <summary>What the service must be like to count as ready.</summary>
internal sealed record HealthOptions
{
    /// <summary>Streams that must have frames. Default: empty, all that run.</summary>
    public ImmutableArray<string> Streams { get; init; } = [];

    /// <summary>Longest time since a stream's last frame, slates not counted. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.500", "01:00:00", ErrorMessage = "MaxFrameAge: expected 500 ms to 1 h")]
    public TimeSpan MaxFrameAge { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Whether the network must run. Default true; false where unmarked pictures are better than none of this instance's.</summary>
    public bool NeedsEngine { get; init; } = true;
}
