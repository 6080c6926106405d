using VideoSeg.Pipeline.Batch;
using VideoSeg.Pipeline.Output;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Batch;

public sealed class BatchPlanTests
{
    [Fact]
    public void Create_Folders_AreMirroredAndContainersKeptWhereTheyCanBeWritten()
    {
        BatchItem[] items = [.. BatchPlan.Create(
            [new("in/a.mp4", "a"), new("in/monday/b.AVI", "monday/b"), new("in/c.mov", "c")],
            new BatchTargets { Output = "out", Masks = "m", Detections = "d", Thumbnails = "t", Report = "r", Coco = "c", Yolo = "y", Touched = "x" })];
        Assert.Equal(["out/a.mp4", "out/monday/b.mkv", "out/c.mov"], items.Select(item => item.Output));
        Assert.Equal("m/monday/b.masks.mkv", items[1].Masks);
        Assert.Equal("d/monday/b.jsonl", items[1].Detections);
        Assert.Equal("c/monday/b.coco.json", items[1].Coco);
        Assert.Equal("t/monday/b", items[1].Thumbnails);
        Assert.Equal("r/monday/b.html", items[1].Report);
        Assert.Equal("y/monday/b.yolo", items[1].Yolo);
        Assert.Equal("x/monday/b.touched.mkv", items[1].Touched);
    }

    [Fact]
    public void Create_NamesThatCollide_AreToldApart()
    {
        BatchItem[] items = [.. BatchPlan.Create(
            [new("x/scan.avi", "scan"), new("x/scan.mpg", "scan"), new("y/scan.mpg", "scan"), new("x/Scan.mkv", "Scan")],
            new BatchTargets { Output = "out", Container = ".mp4" })];
        Assert.Equal(["out/scan.avi.mp4", "out/scan.mpg.mp4", "out/scan.mpg-2.mp4", "out/Scan.mkv.mp4"], items.Select(item => item.Output));
    }

    [Fact]
    public void IsDone_OnlyWhenEveryResultIsThere()
    {
        using var folder = new TemporaryFolder();
        BatchItem item = BatchPlan.Create([new("in/a.mp4", "a")], new BatchTargets { Output = folder.Path, Detections = folder.Path })[0];
        Assert.False(item.IsDone);
        File.WriteAllText(PartialFile.Of(item.Output), "");
        File.WriteAllText(item.Detections!, "");
        Assert.False(item.IsDone);
        File.Move(PartialFile.Of(item.Output), item.Output);
        Assert.True(item.IsDone);
        Assert.True(PartialFile.IsPartial("case.partial.mp4"));
        Assert.False(PartialFile.IsPartial("partial.mp4"));
    }
}
