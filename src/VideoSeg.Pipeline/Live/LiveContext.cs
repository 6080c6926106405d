using VideoSeg.Pipeline.Live.Metrics;

namespace VideoSeg.Pipeline.Live;

/// <summary>What all parts of the live service share.</summary>
/// <param name="Time">The clock.</param>
/// <param name="Instruments">The measurements.</param>
/// <param name="Observer">Told of what changes.</param>
public sealed record LiveContext(TimeProvider Time, LiveInstruments Instruments, ILiveObserver Observer);
