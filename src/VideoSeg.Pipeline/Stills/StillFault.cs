namespace VideoSeg.Pipeline.Stills;

/// <summary>A picture that could not be read.</summary>
/// <param name="Input">The picture.</param>
/// <param name="Message">What is wrong with it; begins with its path.</param>
public sealed record StillFault(StillInput Input, string Message);
