using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Inference;

/// <summary>What all segmenters have in common: threads, queues and what becomes of faults.</summary>
public abstract class EngineSegmenter : ISegmenter
{
    /// <summary>Largest number of pictures in a call.</summary>
    internal const int MaxBatch = 16;

    private const int QueueCapacity = 8;

    private readonly Lane[] _lanes;

    /// <summary>Starts the engine; <paramref name="create"/> runs on its thread, once for each lane, so it may call native libraries.</summary>
    /// <param name="engine">Name of the engine.</param>
    /// <param name="lanes">Pictures that are worked on at the same time, each on a thread with a network of its own; 1 on a GPU whatever it says.</param>
    /// <param name="create">Makes the engine of a lane.</param>
    private protected EngineSegmenter(string engine, int lanes, Func<ISegmentationEngine> create)
        : this(engine, info => info.Device == "cpu" ? Math.Max(1, lanes) : 1, _ => create())
    {
    }

    /// <summary>Starts the engine; <paramref name="create"/> runs on the thread of each lane, one lane after the other, so it may call native libraries.</summary>
    /// <param name="engine">Name of the engine.</param>
    /// <param name="lanes">How many lanes there are to be, given what the first one says of itself.</param>
    /// <param name="create">Makes the engine of the lane of this number, from 0.</param>
    private protected EngineSegmenter(string engine, Func<SegmenterInfo, int> lanes, Func<int, ISegmentationEngine> create)
    {
        var first = new Lane(engine, 0, create);
        Info = first.Info with { Lanes = lanes(first.Info) };
        var made = new List<Lane> { first };
        try
        {
            while (made.Count < Info.Lanes)
            {
                made.Add(new Lane(engine, made.Count, create));
            }
        }
        catch
        {
            made.ForEach(lane => lane.DisposeAsync().AsTask().GetAwaiter().GetResult());
            throw;
        }

        _lanes = [.. made];
    }

    /// <inheritdoc/>
    public SegmenterInfo Info { get; }

    /// <inheritdoc/>
    public async ValueTask<Segmentation> SegmentAsync(ReadOnlyMemory<ImagePlanes> pictures, CancellationToken cancellationToken)
    {
        if (pictures.Length is < 1 or > MaxBatch)
        {
            throw new ArgumentException($"expected 1 to {MaxBatch} pictures, got {pictures.Length}", nameof(pictures));
        }

        try
        {
            return await LeastBusy().SegmentAsync(pictures, cancellationToken);
        }
        catch (Exception e) when (e is not (VideoSegException or OperationCanceledException or ObjectDisposedException or ArgumentException))
        {
            throw new VideoSegException(FaultKind.Engine, $"the {Info.Engine} engine failed on {Info.Device} in {Info.Precision}: {e.Message}", e);
        }
    }

    /// <summary>Waits for the calls in progress, gives up the queued ones (<see cref="ObjectDisposedException"/>) and frees the networks.</summary>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (Lane lane in _lanes)
        {
            await lane.DisposeAsync();
        }
    }

    private Lane LeastBusy()
    {
        Lane least = _lanes[0];
        foreach (Lane lane in _lanes)
        {
            least = lane.Waiting < least.Waiting ? lane : least;
        }

        return least;
    }

    /// <summary>A thread with a network.</summary>
    private sealed class Lane(string engine, int index, Func<int, ISegmentationEngine> create) : IAsyncDisposable
    {
        private readonly EngineThread<ISegmentationEngine> _thread = new(index == 0 ? $"videoseg {engine}" : $"videoseg {engine} {index + 1}", QueueCapacity, () => create(index));
        private int _waiting;

        public SegmenterInfo Info => _thread.Engine.Info;

        /// <summary>Calls that have not ended.</summary>
        public int Waiting => Volatile.Read(ref _waiting);

        public async ValueTask<Segmentation> SegmentAsync(ReadOnlyMemory<ImagePlanes> pictures, CancellationToken cancellationToken)
        {
            Interlocked.Increment(ref _waiting);
            try
            {
                return await _thread.RunAsync(engine => engine.Segment(pictures.Span), cancellationToken);
            }
            finally
            {
                Interlocked.Decrement(ref _waiting);
            }
        }

        public ValueTask DisposeAsync() => _thread.DisposeAsync();
    }
}
