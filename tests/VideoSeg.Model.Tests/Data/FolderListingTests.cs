using VideoSeg.Model.Data;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Data;

public class FolderListingTests
{
    [Fact]
    public void Files_OfAFolder_AreThoseInItAlone()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("a"), "");
        Directory.CreateDirectory(folder.File("b"));
        Assert.Equal([folder.File("a")], FolderListing.Files(folder.Path, "pictures"));
    }

    [Fact]
    public void Files_OfAFolderThatIsGone_IsAnInputFault() => Refused(Path.Combine(Path.GetTempPath(), "videoseg-no-such-folder"));

    [Fact]
    public void Files_OfAFolderThatMayNotBeRead_IsAnInputFault()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "root may read any folder");
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.File("secret"), UnixFileMode.None);
        try
        {
            Refused(folder.File("secret"));
        }
        finally
        {
            File.SetUnixFileMode(folder.File("secret"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private static void Refused(string folder)
    {
        var fault = Assert.Throws<VideoSegException>(() => FolderListing.Files(folder, "pictures"));
        Assert.Equal(FaultKind.Input, fault.Kind);
        Assert.StartsWith($"{folder}: expected a folder of pictures that can be read", fault.Message, StringComparison.Ordinal);
    }
}
