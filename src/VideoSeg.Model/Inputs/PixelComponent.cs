namespace VideoSeg.Model.Inputs;

/// <summary>Where one component of a pixel lies in memory.</summary>
/// <param name="Plane">Index of the plane, 0 to 3.</param>
/// <param name="StepBytes">Distance between horizontally neighbouring samples, in bytes.</param>
/// <param name="OffsetBytes">Bytes before the first sample of a row.</param>
/// <param name="ShiftBits">Bits to shift the stored little-endian word right by to get the value.</param>
/// <param name="DepthBits">Bits of the value, 8 to 16. Above 8 a sample is stored in two bytes.</param>
public readonly record struct PixelComponent(int Plane, int StepBytes, int OffsetBytes, int ShiftBits, int DepthBits);
