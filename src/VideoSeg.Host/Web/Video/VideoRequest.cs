namespace VideoSeg.Host.Web.Video;

/// <summary>What a viewer says.</summary>
/// <param name="Ask"><c>key</c>: a key frame, please.</param>
internal sealed record VideoRequest(string? Ask);
