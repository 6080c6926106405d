using VideoSeg.Host.Commands;
using VideoSeg.Model;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Host.Tests.Commands;

public sealed class LocalOutputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("scheme:")]
    [InlineData("file:")]
    public void Prepare_NameThatLooksLikeAUrl_IsTheFileOfThatName(string scheme)
    {
        // Relative, as only those look so.
        string name = $"{scheme}{Path.GetFileName(_folder.Path)}.pack";
        LocalOutput.Prepare(name, overwrite: false);
        File.WriteAllText(name, "mine");
        try
        {
            VideoSegException fault = Assert.Throws<VideoSegException>(() => LocalOutput.Prepare(name, overwrite: false));
            Assert.Equal(FaultKind.Output, fault.Kind);
            Assert.Contains("--overwrite", fault.Message, StringComparison.Ordinal);
            LocalOutput.Prepare(name, overwrite: true);
        }
        finally
        {
            File.Delete(name);
        }
    }

    [Fact]
    public void Prepare_WhatCannotBeWritten_IsRefusedBeforeTheWork()
    {
        Assert.Equal(FaultKind.Usage, Assert.Throws<VideoSegException>(() => LocalOutput.Prepare("-", overwrite: true)).Kind);
        Assert.Contains("a device", Assert.Throws<VideoSegException>(() => LocalOutput.Prepare("/dev/null", overwrite: true)).Message, StringComparison.Ordinal);
        LocalOutput.Prepare("/dev/null", overwrite: false, takesDevices: true);
        Assert.Contains("found the folder", Assert.Throws<VideoSegException>(() => LocalOutput.Prepare(_folder.Path, overwrite: true)).Message, StringComparison.Ordinal);
        Assert.Contains("Make it first", Assert.Throws<VideoSegException>(() => LocalOutput.Prepare(_folder.File("none/a"), overwrite: true)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RequireOther_InputByAnotherName_IsRefused()
    {
        string file = _folder.File("a"), link = _folder.File("b");
        File.WriteAllText(file, "mine");
        File.CreateSymbolicLink(link, file);
        Assert.Contains("for both", Assert.Throws<VideoSegException>(() => LocalOutput.RequireOther(link, _folder.File("c"), file)).Message, StringComparison.Ordinal);
        LocalOutput.RequireOther(_folder.File("d"), file, link);
    }
}
