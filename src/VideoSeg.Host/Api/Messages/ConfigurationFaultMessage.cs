namespace VideoSeg.Host.Api.Messages;

/// <summary>A fault of a request's body.</summary>
/// <param name="Path">Where: <c>source.url</c>.</param>
/// <param name="Message">What was expected and what was found.</param>
internal sealed record ConfigurationFaultMessage(string Path, string Message);
