using VideoSeg.Model;
using VideoSeg.Pipeline.Monitor;

namespace VideoSeg.Pipeline.Tests.Monitor;

public sealed class MonitorMemoryTests
{
    [Fact]
    public void Constructor_WithoutRoom_IsRefusedAtOnceAndLeavesNoFile()
    {
        Assert.SkipUnless(Directory.Exists("/dev/shm"), "there is no /dev/shm here");

        // More than all of it: pages that are not there must not be found missing by writing to them.
        int side = (int)Math.Sqrt(new DriveInfo("/dev/shm").TotalSize / 2.0);
        var fault = Assert.Throws<VideoSegException>(() => new MonitorMemory(side, side));
        Assert.Equal(FaultKind.Engine, fault.Kind);
        Assert.StartsWith("cannot share pictures with the window's process at", fault.Message, StringComparison.Ordinal);
        string path = fault.Message.Split('\'')[2];
        Assert.False(File.Exists(path), path);
    }
}
