using VideoSeg.Model.Images;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>
/// Keeps the newest frame, so that a still picture of it can be had at any time. Pictures are encoded when they are asked for, one at a time, on a
/// thread that no video waits for.
/// </summary>
/// <param name="stream">Name of its stream.</param>
/// <param name="name">Its own name, unique in the stream.</param>
/// <param name="context">Shared parts.</param>
public sealed class SnapshotOutlet(string stream, string name, LiveContext context) : LiveOutlet(stream, name, "snapshot", capacity: 1, context)
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LiveFrame? _newest;

    /// <summary>Completes when the first frame has come, or none comes any more.</summary>
    public Task FirstFrame => _first.Task;

    /// <summary>Encodes the newest frame. Any thread.</summary>
    /// <param name="container"><see cref="ImageContainer.Jpeg"/> or <see cref="ImageContainer.Png"/>.</param>
    /// <param name="rendition">Which picture.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>Null where no frame has come yet, or none comes any more.</returns>
    /// <exception cref="Model.VideoSegException">It cannot be encoded (<see cref="Model.FaultKind.Engine"/>).</exception>
    public async Task<Snapshot?> TakeAsync(ImageContainer container, LiveRendition rendition, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken);
        try
        {
            using LiveFrame? frame = Newest();
            return frame is null ? null : await Task.Run(() => SnapshotEncoder.Encode(frame, rendition, container), cancellationToken);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <inheritdoc/>
    protected override OutletDropReason? Deliver(LiveFrame frame)
    {
        frame.AddReference();
        Replace(frame);
        _first.TrySetResult();
        SetState(LiveOutletState.Running, "");
        return null;
    }

    /// <inheritdoc/>
    protected override void Close()
    {
        Replace(null);
        _first.TrySetResult();
    }

    private LiveFrame? Newest()
    {
        lock (_lock)
        {
            _newest?.AddReference();
            return _newest;
        }
    }

    private void Replace(LiveFrame? frame)
    {
        LiveFrame? old;
        lock (_lock)
        {
            (old, _newest) = (_newest, frame);
        }

        old?.Dispose();
    }
}
