using System.Diagnostics;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests;

public sealed class FileReplacementTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_OverAFile_PutsTheNewOneInItsPlace()
    {
        File.WriteAllText(_folder.File("out"), "old");
        FileReplacement.Write(_folder.File("out"), stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(_folder.File("out")));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_ThatFails_LeavesTheOldFileAndNothingElse()
    {
        File.WriteAllText(_folder.File("out"), "old");
        var fault = Assert.Throws<VideoSegException>(() => FileReplacement.Write(_folder.File("out"), _ => throw new IOException("disk full")));
        Assert.Equal(FaultKind.Output, fault.Kind);
        Assert.Equal("old", File.ReadAllText(_folder.File("out")));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_OverAPipe_IsRefusedAndLeavesIt()
    {
        using (Process make = Process.Start("mkfifo", [_folder.File("pipe")]))
        {
            make.WaitForExit();
        }

        var fault = Assert.Throws<VideoSegException>(() => FileReplacement.Write(_folder.File("pipe"), stream => stream.Write("new"u8)));
        Assert.Equal(FaultKind.Output, fault.Kind);
        Assert.Contains("found a device or a pipe", fault.Message, StringComparison.Ordinal);
        Assert.True(FileIdentity.IsSpecial(_folder.File("pipe")));
        Assert.Single(Directory.GetFileSystemEntries(_folder.Path));
    }
}
