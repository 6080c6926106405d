namespace VideoSeg.Pipeline.Monitor;

/// <summary>A display of this machine.</summary>
/// <param name="Index">Its number, from 0; the primary display is the first. May change when displays come or go.</param>
/// <param name="Name">What the display or its driver calls itself; not always a name of its own.</param>
/// <param name="X">Left edge on the desktop, in pixels.</param>
/// <param name="Y">Upper edge on the desktop, in pixels.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="RefreshHertz">Pictures a second, rounded; null where the driver does not say.</param>
public sealed record DisplayInfo(int Index, string Name, int X, int Y, int Width, int Height, int? RefreshHertz);
