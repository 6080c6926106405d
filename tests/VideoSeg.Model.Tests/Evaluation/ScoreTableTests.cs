using VideoSeg.Model.Evaluation;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Evaluation;

public class ScoreTableTests
{
    [Fact]
    public void Dispose_WithoutATable_LeavesTheFolderAsItWas()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("old.csv"), "scores of last year");
        new ScoreTable(folder.File("old.csv")).Dispose();
        new ScoreTable(folder.File("new.csv")).Dispose();
        Assert.Equal([folder.File("old.csv")], Directory.GetFiles(folder.Path));
        Assert.Equal("scores of last year", File.ReadAllText(folder.File("old.csv")));
    }

    [Fact]
    public void Write_OverALongerFile_LeavesNothingOfIt()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("old.csv"), new string('x', 10_000));
        using (var table = new ScoreTable(folder.File("old.csv")))
        {
            table.Write(new EvaluationResult([], default, default, default));
        }

        Assert.Equal([ScoreTable.Header], File.ReadAllLines(folder.File("old.csv")));
    }

    [Fact]
    public void Open_WhereNoFileCanBe_IsAnOutputFault()
    {
        using var folder = new TemporaryFolder();
        Assert.Equal(FaultKind.Output, Assert.Throws<VideoSegException>(() => new ScoreTable(folder.Path)).Kind);
        Assert.Equal(FaultKind.Output, Assert.Throws<VideoSegException>(() => new ScoreTable(folder.File("no/such/folder.csv"))).Kind);
    }
}
