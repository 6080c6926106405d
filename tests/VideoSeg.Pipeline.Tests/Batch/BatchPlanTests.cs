using VideoSeg.Pipeline.Batch;
using VideoSeg.Pipeline.Jobs;
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
            new FileJobOptions { Input = "in", Output = "out", Masks = "m", Detections = "d", Thumbnails = "t", Report = "r", Coco = "c", Yolo = "y", Touched = "x" })];
        Assert.Equal(["out/a.mp4", "out/monday/b.mkv", "out/c.mov"], items.Select(item => item.Job.Output));
        Assert.Equal("m/monday/b.masks.mkv", items[1].Job.Masks);
        Assert.Equal("d/monday/b.jsonl", items[1].Job.Detections);
        Assert.Equal("c/monday/b.coco.json", items[1].Job.Coco);
        Assert.Equal("t/monday/b", items[1].Job.Thumbnails);
        Assert.Equal("r/monday/b.html", items[1].Job.Report);
        Assert.Equal("y/monday/b.yolo", items[1].Job.Yolo);
        Assert.Equal("x/monday/b.touched.mkv", items[1].Job.Touched);
    }

    [Fact]
    public void Create_NamesThatCollide_AreToldApart()
    {
        BatchItem[] items = [.. BatchPlan.Create(
            [new("x/scan.avi", "scan"), new("x/scan.mpg", "scan"), new("y/scan.mpg", "scan"), new("x/Scan.mkv", "Scan")],
            new FileJobOptions { Input = "in", Output = "out" })];
        Assert.Equal(["out/scan.avi.mkv", "out/scan.mpg.mkv", "out/scan.mpg-2.mkv", "out/Scan.mkv.mkv"], items.Select(item => item.Job.Output));
    }

    [Fact]
    public void IsDone_OnlyWhenEveryResultIsThere()
    {
        using var folder = new TemporaryFolder();
        BatchItem item = BatchPlan.Create([new("in/a.mp4", "a")], new FileJobOptions { Input = "in", Output = folder.Path, Detections = folder.Path, Thumbnails = folder.Path })[0];
        Assert.False(item.IsDone);
        File.WriteAllText(PartialFile.Of(item.Job.Output), "");
        File.WriteAllText(item.Job.Detections!, "");
        Assert.False(item.IsDone);
        File.Move(PartialFile.Of(item.Job.Output), item.Job.Output);
        Assert.False(item.IsDone);
        Directory.CreateDirectory(item.Job.Thumbnails!);
        Assert.True(item.IsDone);
        Assert.True(PartialFile.IsPartial("case.partial.mp4"));
        Assert.False(PartialFile.IsPartial("partial.mp4"));
    }
}
