namespace VideoSeg.Host.Service.Outlets;

/// <summary>Options of an outlet that writes files.</summary>
internal interface IFolderUser
{
    /// <summary>The folder that it writes below; null where it writes none.</summary>
    string? Folder { get; }
}
