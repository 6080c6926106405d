using VideoSeg.Model.Architectures;
using Xunit;

namespace VideoSeg.Model.Tests.Architectures;

public sealed class ArchitectureCatalogTests
{
    [Fact]
    public void Build_OfEveryName_YieldsAGraphOfThatName() =>
        Assert.All(ArchitectureCatalog.Names, name => Assert.Equal(name, ArchitectureCatalog.Build(name).Name));

    [Fact]
    public void Build_OfAnUnknownName_ListsTheKnownOnes()
    {
        var e = Assert.Throws<VideoSegException>(() => ArchitectureCatalog.Build("vgg"));
        Assert.Equal(FaultKind.Usage, e.Kind);
        Assert.Contains("resunetpp", e.Message, StringComparison.Ordinal);
        Assert.Contains("\"vgg\"", e.Message, StringComparison.Ordinal);
    }
}
