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

    /// <summary>Waits until no more handles are alive than before: other threads may still be letting go of some.</summary>
    internal static async Task AreBack(MediaHandleCounts media, long flows)
    {
        for (int i = 0; i < 6000; i++)
        {
            MediaHandleCounts now = MediaLibrary.LiveHandles;
            if (now.Frames <= media.Frames && now.Pools <= media.Pools && now.Readers <= media.Readers && now.Converters <= media.Converters
                && now.Interrupts <= media.Interrupts && VisionLibrary.LiveHandles <= flows)
            {
                return;
            }

            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal((media, flows), (MediaLibrary.LiveHandles, VisionLibrary.LiveHandles));
    }
}
