namespace VideoSeg.Model.Synthesis;

/// <summary>A stop of the journey, at a polyp.</summary>
/// <param name="Start">When the look rests on it, in seconds.</param>
/// <param name="End">When the look leaves it.</param>
/// <param name="Z">Where on the centre line it sits, in millimetres.</param>
internal readonly record struct TravelStop(double Start, double End, float Z);
