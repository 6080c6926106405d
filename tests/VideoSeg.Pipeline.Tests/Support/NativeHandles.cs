using VideoSeg.Pipeline.Interop;

namespace VideoSeg.Pipeline.Tests.Support;

/// <summary>Tests that count native handles run alone: the counters are the process's.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class NativeHandles
{
    public const string Name = "native handles";

    /// <summary>Runs <paramref name="action"/> and checks that every native handle it made is gone.</summary>
    internal static void AssertNoneLeft(Action action)
    {
        MediaHandleCounts before = MediaLibrary.LiveHandles;
        action();
        Assert.Equal(before, MediaLibrary.LiveHandles);
    }
}
