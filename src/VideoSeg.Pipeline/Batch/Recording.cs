namespace VideoSeg.Pipeline.Batch;

/// <summary>A recording to be worked on.</summary>
/// <param name="Input">A path, a URL, or <c>-</c> for standard input.</param>
/// <param name="RelativePath">Where its outputs go below the output folder, without an ending: the path below the folder that was named.</param>
public sealed record Recording(string Input, string RelativePath);
