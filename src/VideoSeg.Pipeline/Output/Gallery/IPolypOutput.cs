using VideoSeg.Pipeline.Jobs;

namespace VideoSeg.Pipeline.Output.Gallery;

/// <summary>Takes each polyp of a recording once it will not be seen again. Used by one thread at a time.</summary>
internal interface IPolypOutput : IDisposable
{
    /// <inheritdoc cref="IFrameResults.Open"/>
    void Open();

    /// <summary>Takes a polyp. They come in the order in which they end, not in that of their numbers.</summary>
    /// <exception cref="Model.VideoSegException">It cannot be written (<see cref="Model.FaultKind.Output"/>).</exception>
    void Add(PolypRecord polyp, PolypPicture picture);

    /// <summary>All polyps were handed over.</summary>
    /// <param name="extent">What of the recording was looked at.</param>
    void Finish(RecordingExtent extent)
    {
    }

    /// <inheritdoc cref="IFrameResults.Conclude"/>
    void Conclude(FileJobReport report)
    {
    }
}
