namespace VideoSeg.Host.Web.Video;

/// <summary>What a binary message holds.</summary>
[Flags]
internal enum VideoFlags
{
    /// <summary>A frame that needs earlier ones.</summary>
    None = 0,

    /// <summary>A frame from which players can begin.</summary>
    Key = 1,

    /// <summary>No frame but what stands before the first one.</summary>
    Init = 2,
}
