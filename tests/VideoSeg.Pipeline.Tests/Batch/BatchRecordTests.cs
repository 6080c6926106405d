using VideoSeg.Model;
using VideoSeg.Pipeline.Batch;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Batch;

public sealed class BatchRecordTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Add_RowsWithOddNames_AreReadBackAsTheyWere()
    {
        BatchRecord record = BatchRecord.Open(_folder.Path);
        BatchRow[] rows =
        [
            new("in/a, \"first\".mp4", "out/a.mp4", BatchStatus.Done, 250, 12.5, 120, 3, "sound: left out\nand more"),
            new("in/b.avi", "out/b.mkv", BatchStatus.Failed, Seconds: 0.25, Message: "expected a video, found none"),
            new("in/c.mp4", "out/c.mp4", BatchStatus.Done, 10, 1, 0, null),
        ];
        foreach (BatchRow row in rows)
        {
            record.Add(row);
        }

        Assert.Equal(rows, BatchRecord.Open(_folder.Path).Rows);
        Assert.Equal("input,output,status,frames,seconds,fps,polyps,frames_with_polyps,message", File.ReadLines(record.Path).First());
    }

    [Fact]
    public void Add_RecordingAgain_ReplacesItsRow()
    {
        BatchRecord record = BatchRecord.Open(_folder.Path);
        record.Add(new("a", "out/a.mp4", BatchStatus.Interrupted));
        record.Add(new("a", "out/a.mp4", BatchStatus.Done, 5));
        record.Add(new("a", "out/a.mp4", BatchStatus.Skipped));
        Assert.Equal([new BatchRow("a", "out/a.mp4", BatchStatus.Done, 5)], BatchRecord.Open(_folder.Path).Rows);
    }

    [Fact]
    public void IsDone_FileWithoutARow_IsNotTrusted()
    {
        BatchItem item = BatchPlan.Create([new("in/a.mp4", "a")], new FileJobOptions { Input = "in", Output = _folder.Path })[0];
        File.WriteAllText(item.Job.Output, "half of it");
        BatchRecord record = BatchRecord.Open(_folder.Path);
        Assert.False(record.IsDone(item));
        record.Add(new(item.Recording.Input, item.Job.Output, BatchStatus.Done));
        Assert.True(record.IsDone(item));
        File.Delete(item.Job.Output);
        Assert.False(record.IsDone(item));
    }

    [Theory]
    [InlineData("something else\n1,2\n")]
    [InlineData("input,output,status,frames,seconds,fps,polyps,frames_with_polyps,message\na,b,done,x,1,1,1,1,\n")]
    [InlineData("input,output,status,frames,seconds,fps,polyps,frames_with_polyps,message\na,b\n")]
    public void Open_FileThatIsNoSummary_IsRefusedAndLeftAlone(string text)
    {
        string path = _folder.File(BatchRecord.FileName);
        File.WriteAllText(path, text);
        var fault = Assert.Throws<VideoSegException>(() => BatchRecord.Open(_folder.Path));
        Assert.Equal(FaultKind.Input, fault.Kind);
        Assert.Equal(text, File.ReadAllText(path));
    }
}
