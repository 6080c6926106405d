using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Live;

namespace VideoSeg.Host.Web;

/// <summary>Which picture a viewer sees.</summary>
internal enum ViewerPicture
{
    /// <summary>With marks and state.</summary>
    Annotated,

    /// <summary>As it came; slates all the same.</summary>
    Original,
}

/// <summary>Choosing it.</summary>
internal static class ViewerPictures
{
    /// <summary>The picture of a frame, which stays the frame's.</summary>
    public static VideoFrame Of(this ViewerPicture picture, LiveFrame frame) =>
        picture == ViewerPicture.Original ? frame.Original ?? frame.Annotated : frame.Annotated;

    /// <summary>From an address; the annotated one where it says nothing, null where it says something else.</summary>
    public static ViewerPicture? Parse(string? name) => name switch
    {
        null or "annotated" => ViewerPicture.Annotated,
        "original" => ViewerPicture.Original,
        _ => null,
    };
}
