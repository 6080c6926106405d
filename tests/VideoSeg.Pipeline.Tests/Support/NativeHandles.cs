using VideoSeg.Pipeline.Flow;
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

    /// <summary>
    /// Waits until no more handles of any kind are alive than before: other threads may still be letting go of some. Fewer are no fault: what an earlier
    /// test left to other threads may have gone meanwhile.
    /// </summary>
    internal static async Task AreBack(MediaHandleCounts media, long flows)
    {
        for (int i = 0; i < 6000 && Left(media, flows).Length > 0; i++)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal("", Left(media, flows));
    }

    private static string Left(MediaHandleCounts media, long flows)
    {
        MediaHandleCounts now = MediaLibrary.LiveHandles;
        (string Kind, long Before, long Now)[] kinds =
        [
            ("frames", media.Frames, now.Frames), ("packets", media.Packets, now.Packets), ("readers", media.Readers, now.Readers),
            ("writers", media.Writers, now.Writers), ("pools", media.Pools, now.Pools), ("converters", media.Converters, now.Converters),
            ("interrupts", media.Interrupts, now.Interrupts), ("encoders", media.Encoders, now.Encoders), ("flows", flows, VisionLibrary.LiveHandles),
        ];
        return string.Join(", ", kinds.Where(kind => kind.Now > kind.Before).Select(kind => $"{kind.Now} {kind.Kind}, {kind.Before} before"));
    }
}
