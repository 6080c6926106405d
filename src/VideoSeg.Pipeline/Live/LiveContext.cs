using VideoSeg.Pipeline.Live.Metrics;
using VideoSeg.Pipeline.Live.Sources;

namespace VideoSeg.Pipeline.Live;

/// <summary>What all parts of the live service share.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Instruments">The measurements.</param>
/// <param name="Observer">Told of what changes.</param>
public sealed record LiveContext(TimeProvider Time, LiveInstruments Instruments, ILiveObserver Observer)
{
    /// <summary>What sources may be. Default <see cref="SourcePolicy.Open"/>: whoever builds the streams chooses them.</summary>
    public SourcePolicy SourcePolicy { get; init; } = SourcePolicy.Open;

    /// <summary>Numbers in [0, 1), for waits that are not to be the same everywhere. Default: the runtime's; thread-safe.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;
}
