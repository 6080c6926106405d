using VideoSeg.Model;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Output;

/// <summary>
/// Writes which pixels were drawn on as a lossless gray video: 255 where any sample of the pixel may differ from the source's, chroma samples with
/// their whole footprint, 0 where all of them equal it.
/// </summary>
internal sealed class TouchedVideo : IFrameResults
{
    private readonly MaskVideo _video;

    private TouchedVideo(MaskVideo video) => _video = video;

    /// <inheritdoc/>
    public IEnumerable<string> Notes => _video.Notes;

    /// <inheritdoc/>
    public bool TakesTouched => true;

    /// <summary>Refuses what is no video, and what is there and may not be replaced.</summary>
    /// <exception cref="VideoSegException">The name is none of a lossless video (<see cref="FaultKind.Usage"/>), or the file is there (<see cref="FaultKind.Output"/>).</exception>
    public static void RequireFree(string path, bool overwrite)
    {
        if (!MaskVideo.IsVideo(path))
        {
            throw new VideoSegException(FaultKind.Usage, $"expected a video for the touched pixels (.mkv, .mov, .avi or .mp4), found '{path}'. Change the ending.");
        }

        OutputFile.Prepare(path, overwrite);
    }

    /// <summary>Makes the video; one that is there keeps its content until <see cref="Open"/>.</summary>
    /// <exception cref="VideoSegException">It cannot be made (<see cref="FaultKind.Output"/>).</exception>
    public static TouchedVideo Create(string path, VideoStreamInfo video, bool overwrite) =>
        new(MaskVideo.Prepare(path, video, overwrite, "touched pixels"));

    /// <inheritdoc/>
    public void Open() => _video.Open();

    /// <summary>Nothing: what was found is not its business.</summary>
    public void Write(VideoFrame frame, Segmentation masks, PolypSet polyps)
    {
    }

    /// <inheritdoc/>
    public void WriteTouched(VideoFrame frame, TouchedMask touched) =>
        _video.Write(touched.Pixels, touched.Width, touched.Height, frame.PresentationTime, frame.Duration);

    /// <inheritdoc/>
    public void Finish() => _video.Finish();

    /// <inheritdoc/>
    public void Dispose() => _video.Dispose();
}
