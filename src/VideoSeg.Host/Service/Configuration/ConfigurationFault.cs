namespace VideoSeg.Host.Service.Configuration;

/// <summary>A fault of a configuration.</summary>
/// <param name="Path">Where: <c>VideoSeg:Streams:room1:Source:Url</c>.</param>
/// <param name="Message">What was expected and what was found.</param>
internal sealed record ConfigurationFault(string Path, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Path}: {Message}";
}
