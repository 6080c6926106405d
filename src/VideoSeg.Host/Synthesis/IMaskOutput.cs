using VideoSeg.Model.Images;

namespace VideoSeg.Host.Synthesis;

/// <summary>Where the masks of a rendered video go.</summary>
internal interface IMaskOutput : IDisposable
{
    /// <summary>Writes the mask of frame <paramref name="index"/>; the picture may be drawn over afterwards.</summary>
    void Write(Picture mask, int index);

    /// <summary>Writes the end. Once.</summary>
    void Finish();
}
