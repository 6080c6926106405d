using System.Collections.Immutable;

namespace VideoSeg.Model.Inference.Cuda;

/// <summary>The numbers of pictures that the network is recorded for. A call of another number runs in the next larger one.</summary>
internal static class BatchSizes
{
    /// <summary>Each twice the one before, so that less than half of a run is ever for nothing.</summary>
    public static ImmutableArray<int> All { get; } = [1, 2, 4, 8, EngineSegmenter.MaxBatch];

    /// <summary>The smallest that holds <paramref name="count"/> pictures.</summary>
    public static int For(int count) => All.First(size => size >= count);
}
