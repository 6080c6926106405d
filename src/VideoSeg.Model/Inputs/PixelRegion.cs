namespace VideoSeg.Model.Inputs;

/// <summary>A rectangle of a picture, in pixels; (0, 0) is the top left corner.</summary>
public readonly record struct PixelRegion(int X, int Y, int Width, int Height);
