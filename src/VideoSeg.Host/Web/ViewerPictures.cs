using VideoSeg.Pipeline.Live.Outputs;

namespace VideoSeg.Host.Web;

/// <summary>Which picture a viewer asks for.</summary>
internal static class ViewerPictures
{
    /// <summary>From an address; the annotated one where it says nothing, null where it says something else.</summary>
    public static LiveRendition? Parse(string? name) => name switch
    {
        null or "annotated" => LiveRendition.Annotated,
        "original" => LiveRendition.Original,
        _ => null,
    };
}
