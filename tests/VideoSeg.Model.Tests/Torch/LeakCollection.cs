using VideoSeg.Model.Torch;
using Xunit;

namespace VideoSeg.Model.Tests.Torch;

/// <summary>Tests that count the process's native tensors: they run alone, since any other test may make some meanwhile.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class LeakCollection
{
    public const string Name = "native handles";

    /// <summary>Runs <paramref name="body"/> and tells by how much it raised the number of live native tensors, without help from the collector.</summary>
    public static long LiveAfter(Action body)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        long before = Tensor.LiveCount;
        body();
        return Tensor.LiveCount - before;
    }
}
