using VideoSeg.Model.Images;

namespace VideoSeg.Model.Synthesis;

/// <summary>A rendered frame and its ground truth, both of the same size.</summary>
/// <param name="Picture">What the endoscope's processor shows (<c>rgb24</c>).</param>
/// <param name="Mask">255 where at least half of a pixel, over the shutter's time, shows a polyp; 0 elsewhere (<c>gray</c>).</param>
public sealed record RenderedFrame(Picture Picture, Picture Mask);
