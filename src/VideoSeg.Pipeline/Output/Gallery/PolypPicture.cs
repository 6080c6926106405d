namespace VideoSeg.Pipeline.Output.Gallery;

/// <summary>The best view of a polyp: cut out of a frame, upright and with square pixels, as JPEG.</summary>
/// <param name="Plain">As recorded.</param>
/// <param name="Outlined">The same with the polyp's outline.</param>
/// <param name="Width">Width in pixels.</param>
/// <param name="Height">Height in pixels.</param>
/// <param name="Frame">Number of the frame, from 0.</param>
/// <param name="Time">Its presentation time in seconds.</param>
/// <param name="Score">How good the view is (<see cref="ViewScore"/>).</param>
public sealed record PolypPicture(byte[] Plain, byte[] Outlined, int Width, int Height, long Frame, double Time, double Score);
