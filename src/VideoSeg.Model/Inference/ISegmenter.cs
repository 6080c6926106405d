using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Inference;

/// <summary>
/// The door between pictures and networks: pictures of any size and format in, probability planes at the network's size out.
/// </summary>
/// <remarks>
/// An engine owns one long-lived thread for each lane (<see cref="SegmenterInfo.Lanes"/>), on which all its native calls are made; calls from any
/// thread are queued. With one lane they are done in their order, with several a later call may end before an earlier one.
/// Dispose waits for the calls in progress and then ends the threads.
/// </remarks>
public interface ISegmenter : IAsyncDisposable
{
    /// <summary>What runs behind the door.</summary>
    SegmenterInfo Info { get; }

    /// <summary>
    /// Segments a batch of pictures, which may differ in size and format. The caller keeps the pictures' memory alive and unchanged
    /// until the returned task has ended, whatever its outcome: a cancelled call ends only once the engine has let go of the pictures.
    /// </summary>
    /// <param name="pictures">1 to <see cref="SegmenterInfo.MaxBatch"/> pictures.</param>
    /// <param name="cancellationToken">Gives up a call that has not started; one that runs is finished first.</param>
    /// <returns>The masks, owned by the caller, who disposes them to give their buffer back.</returns>
    /// <exception cref="VideoSegException">The engine failed (<see cref="FaultKind.Engine"/>).</exception>
    ValueTask<Segmentation> SegmentAsync(ReadOnlyMemory<ImagePlanes> pictures, CancellationToken cancellationToken);
}
