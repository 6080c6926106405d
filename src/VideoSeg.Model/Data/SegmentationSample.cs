namespace VideoSeg.Model.Data;

/// <summary>A picture and its mask.</summary>
/// <param name="Name">File name without folder and extension; unique within a folder.</param>
/// <param name="ImagePath">The picture's file.</param>
/// <param name="MaskPath">The mask's file, to be read by <see cref="MaskFile"/>.</param>
public sealed record SegmentationSample(string Name, string ImagePath, string MaskPath);
