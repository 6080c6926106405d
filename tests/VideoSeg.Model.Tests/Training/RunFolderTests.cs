using VideoSeg.Model.Training;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Training;

public sealed class RunFolderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Write_WhereAFolderLies_SaysThatItCannotBeWritten()
    {
        Directory.CreateDirectory(_folder.File("log.csv/inside"));
        var fault = Assert.Throws<VideoSegException>(() => RunFolder.Write(_folder.File("log.csv"), "text"));
        Assert.Equal(FaultKind.Output, fault.Kind);
        Assert.Equal([_folder.File("log.csv")], Directory.GetFileSystemEntries(_folder.Path));
    }

    public void Dispose() => _folder.Dispose();
}
