namespace VideoSeg.Host.Service.Outlets;

/// <summary>Which pictures of a stream are recorded.</summary>
internal enum RecordedPictures
{
    /// <summary>With marks and state.</summary>
    Annotated,

    /// <summary>As it came.</summary>
    Original,

    /// <summary>Both, each into files of its own.</summary>
    Both,
}
