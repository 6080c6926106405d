using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Jobs;

namespace VideoSeg.Pipeline.Renditions;

/// <summary>Makes the pictures of a rendition. Used by one thread at a time.</summary>
internal interface IPictureMaker : IDisposable
{
    /// <summary>Whether <see cref="FrameItem.Source"/> is to be kept for it.</summary>
    bool TakesSource { get; }

    /// <summary>The video that the pictures make up.</summary>
    VideoStreamInfo VideoOf(VideoStreamInfo source);

    /// <summary>Puts the picture that is encoded in the place of the item's frame.</summary>
    void Apply(FrameItem item);
}
