using VideoSeg.Model;
using VideoSeg.Pipeline.Stills;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Pipeline.Tests.Stills;

public sealed class StillInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Find_FilesAndFolders_AreListedInOrder()
    {
        string folder = Touch("set/b.jpg", "set/a.TIF", "set/notes.txt", "set/sub/c.png", "single.weird");

        var inputs = StillInput.Find([Path.Combine(folder, "single.weird"), Path.Combine(folder, "set")]);

        Assert.Equal(["single", "a", "b"], inputs.Select(i => i.Name));
    }

    [Fact]
    public void Find_OutputsOfAnEarlierRun_ArePassedOverInFolders()
    {
        string folder = Touch("a.png", "a.mask.png", "a.prob.png", "a.overlay.png");
        Assert.Equal(["a"], StillInput.Find([folder]).Select(i => i.Name));
        Assert.Equal(["a.mask"], StillInput.Find([Path.Combine(folder, "a.mask.png")]).Select(i => i.Name));
    }

    [Fact]
    public void Find_TwoPicturesOfOneName_AreRefused()
    {
        string folder = Touch("x/a.png", "y/a.jpg");
        var fault = Assert.Throws<VideoSegException>(() => StillInput.Find([Path.Combine(folder, "x"), Path.Combine(folder, "y")]));
        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.Contains("x/a.png and ", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Find_NothingThere_SaysSo()
    {
        string folder = Touch("notes.txt");
        Assert.Contains("found none", Assert.Throws<VideoSegException>(() => StillInput.Find([folder])).Message, StringComparison.Ordinal);
        Assert.Contains("found nothing", Assert.Throws<VideoSegException>(() => StillInput.Find([Path.Combine(folder, "no.png")])).Message, StringComparison.Ordinal);
    }

    private string Touch(params string[] names)
    {
        foreach (string name in names)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(name))!);
            File.WriteAllBytes(_folder.File(name), []);
        }

        return _folder.Path;
    }
}
