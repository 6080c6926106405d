using System.Collections.Immutable;

namespace VideoSeg.Pipeline.Stills;

/// <summary>How a run over still pictures went.</summary>
/// <param name="Done">Pictures whose outputs were written.</param>
/// <param name="WithPolyps">Those of them whose mask is not empty.</param>
/// <param name="Faults">Pictures that could not be read, with the reason.</param>
/// <param name="Elapsed">Time from start to end.</param>
public sealed record StillReport(int Done, int WithPolyps, ImmutableArray<StillFault> Faults, TimeSpan Elapsed);
