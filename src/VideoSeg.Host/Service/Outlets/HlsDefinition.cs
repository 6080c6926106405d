using VideoSeg.Host.Service.Configuration;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Service.Outlets;

/// <summary>An HLS output as it was configured.</summary>
internal sealed record HlsDefinition : IFolderUser
{
    /// <summary>Where to, and how.</summary>
    [SameSection]
    public required HlsOutletOptions Hls { get; init; }

    /// <summary>Which picture. Default <see cref="LiveRendition.Annotated"/>.</summary>
    public LiveRendition Rendition { get; init; } = LiveRendition.Annotated;

    /// <summary>How it is encoded. Default: as <see cref="EncodingOptions"/>.</summary>
    public EncodingOptions Encoding { get; init; } = new();

    /// <inheritdoc/>
    string? IFolderUser.Folder => Hls.Folder;
}
