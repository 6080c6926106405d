using VideoSeg.Host.Service.Configuration;

namespace VideoSeg.Host.Service;

/// <summary>An outlet as it was configured.</summary>
internal sealed record OutletDefinition
{
    /// <summary>What it is: one of <see cref="OutletKinds.Names"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>The kind's own options.</summary>
    [SameSection]
    public required object Options { get; init; }
}
