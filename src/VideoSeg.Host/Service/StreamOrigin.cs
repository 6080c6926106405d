namespace VideoSeg.Host.Service;

/// <summary>Where a stream's definition came from, and so who may change it.</summary>
internal enum StreamOrigin
{
    /// <summary>The configuration: it is changed there.</summary>
    Configuration,

    /// <summary>The API.</summary>
    Api,

    /// <summary>Nothing was configured; the API may change it.</summary>
    Default,
}
