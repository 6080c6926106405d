using VideoSeg.Pipeline.Output.Gallery;

namespace VideoSeg.Pipeline.Output.Report;

/// <summary>A polyp and its picture.</summary>
/// <param name="Record">What is known of it.</param>
/// <param name="View">Where its best view is.</param>
/// <param name="Jpeg">That view with the outline; null where it was left out because there are too many.</param>
internal sealed record ReportPolyp(PolypRecord Record, PolypPicture View, byte[]? Jpeg);
