namespace VideoSeg.Model.Synthesis;

/// <summary>
/// A semilunar fold: a thin rounded membrane across the tube with a round opening whose centre is shifted away from the side the fold
/// grows from. Lengths in millimetres, in the cross-section's coordinates (the centre line is the origin).
/// </summary>
/// <param name="Z">Where on the centre line it stands.</param>
/// <param name="OpeningX">Centre of the opening.</param>
/// <param name="OpeningY">Centre of the opening.</param>
/// <param name="OpeningRadius">Radius of the opening.</param>
/// <param name="HalfThickness">Half the thickness at the free edge; it grows towards the wall.</param>
/// <param name="TiltX">Slope of the membrane along x.</param>
/// <param name="TiltY">Slope of the membrane along y.</param>
/// <param name="WaveX">Direction of its undulation, in turns for a millimetre.</param>
/// <param name="WaveY">Direction of its undulation, in turns for a millimetre.</param>
/// <param name="WavePhase">Phase of the undulation, in turns.</param>
/// <param name="WaveHeight">Height of the undulation.</param>
internal readonly record struct Fold(
    float Z, float OpeningX, float OpeningY, float OpeningRadius, float HalfThickness, float TiltX, float TiltY,
    float WaveX, float WaveY, float WavePhase, float WaveHeight);
