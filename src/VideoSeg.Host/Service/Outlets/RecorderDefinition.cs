using VideoSeg.Host.Service.Configuration;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Service.Outlets;

/// <summary>A recorder as it was configured.</summary>
internal sealed record RecorderDefinition : IFolderUser
{
    /// <summary>Where to, and for how long.</summary>
    [SameSection]
    public required RecorderOutletOptions Recorder { get; init; }

    /// <summary>Which pictures. Default <see cref="RecordedPictures.Annotated"/>.</summary>
    public RecordedPictures Rendition { get; init; } = RecordedPictures.Annotated;

    /// <summary>How they are encoded. Default: as <see cref="EncodingOptions"/>.</summary>
    public EncodingOptions Encoding { get; init; } = new();

    /// <inheritdoc/>
    string? IFolderUser.Folder => Recorder.Folder;
}
