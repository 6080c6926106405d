using VideoSeg.Host.Service.Configuration;
using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Service.Outlets;

/// <summary>An output of detections as it was configured.</summary>
internal sealed record DetectionsDefinition : IFolderUser
{
    /// <summary>What is told, and where it is written.</summary>
    [SameSection]
    public DetectionsOutletOptions Detections { get; init; } = new();

    /// <inheritdoc/>
    string? IFolderUser.Folder => Detections.Folder;
}
