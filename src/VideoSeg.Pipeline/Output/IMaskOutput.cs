using VideoSeg.Model.Images;

namespace VideoSeg.Pipeline.Output;

/// <summary>
/// Where the masks of a video go, frame after frame. Used by one thread at a time. Disposed before <see cref="Open"/> it leaves everything
/// as it was.
/// </summary>
public interface IMaskOutput : IDisposable
{
    /// <summary>For people: in what the output differs from the masks handed over. Complete once it is finished.</summary>
    IEnumerable<string> Notes => [];

    /// <summary>Begins: what was there before is replaced now. Once, before the first mask.</summary>
    /// <exception cref="Model.VideoSegException">It cannot be written (<see cref="Model.FaultKind.Output"/>).</exception>
    void Open();

    /// <summary>Writes the mask of a frame.</summary>
    /// <param name="mask">Gray, 255 on polyps and 0 elsewhere; the caller's, and only valid during the call.</param>
    /// <param name="index">Number of the frame, from 0.</param>
    /// <param name="time">Its presentation time, in ticks of the video's time base.</param>
    /// <param name="duration">How long it is shown, in the same ticks; 0: not known.</param>
    /// <exception cref="Model.VideoSegException">It cannot be written (<see cref="Model.FaultKind.Output"/>).</exception>
    void Write(Picture mask, long index, long time, long duration);

    /// <summary>Writes the end. Once.</summary>
    void Finish();
}
