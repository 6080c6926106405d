namespace VideoSeg.Pipeline.Overlay;

/// <summary>A gamma-coded colour, each part from 0 to 1.</summary>
internal readonly record struct Rgb(float Red, float Green, float Blue);
