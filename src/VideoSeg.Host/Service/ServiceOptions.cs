using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using VideoSeg.Host.Metrics;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Live.Delivery;

namespace VideoSeg.Host.Service;

/// <summary>What the live service is to do.</summary>
internal sealed record ServiceOptions
{
    /// <summary>Addresses to listen at, separated by semicolons. Default <c>http://127.0.0.1:8080</c>: this machine only.</summary>
    [Required]
    public string Urls { get; init; } = "http://127.0.0.1:8080";

    /// <summary>The network. Default: as <see cref="SegmenterOptions"/>.</summary>
    public SegmenterOptions Network { get; init; } = new();

    /// <summary>How the network is watched. Default: as <see cref="SegmentationHubOptions"/>.</summary>
    public SegmentationHubOptions Hub { get; init; } = new();

    /// <summary>Streams by name. Default: none; then the command serves <see cref="SampleStream"/>.</summary>
    public ImmutableDictionary<string, StreamDefinition> Streams { get; init; } = ImmutableDictionary<string, StreamDefinition>.Empty;

    /// <summary>What is measured, and where the measurements go. Default: as <see cref="MetricsOptions"/>.</summary>
    public MetricsOptions Metrics { get; init; } = new();
}
