namespace VideoSeg.Model.Synthesis;

/// <summary>A polyp that the endoscopist stops at.</summary>
/// <param name="Start">When the look rests on it, in seconds.</param>
/// <param name="End">When the look leaves it, in seconds.</param>
/// <param name="Kind">Its form.</param>
/// <param name="DiameterMillimetres">Greatest diameter of its head.</param>
public sealed record PolypVisit(double Start, double End, PolypKind Kind, double DiameterMillimetres);
