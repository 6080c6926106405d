using System.Xml.Linq;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.EndToEnd.Documentation;

/// <summary>THIRD-PARTY-NOTICES.md against what is really used.</summary>
public sealed class NoticesTests
{
    private static readonly string Notices = File.ReadAllText(Repository.At("THIRD-PARTY-NOTICES.md"));

    [Fact]
    public void Notices_ForEveryPackageThatAProjectUses_NameIt()
    {
        string[] projects = [.. Directory.EnumerateFiles(Repository.At("src"), "*.csproj", SearchOption.AllDirectories),
            .. Directory.EnumerateFiles(Repository.At("tests"), "*.csproj", SearchOption.AllDirectories), Repository.At("Directory.Build.props")];
        IEnumerable<string> used = projects.SelectMany(path => XDocument.Load(path).Descendants("PackageReference"))
            .Select(reference => reference.Attribute("Include")!.Value).Distinct(StringComparer.Ordinal)
            .Select(name => name.StartsWith("xunit.v3.", StringComparison.Ordinal) ? "xunit.v3" : name);

        Assert.Empty(used.Where(name => !Notices.Contains(name, StringComparison.Ordinal)));
    }

    [Fact]
    public void Notices_ForEveryDebianLibrary_NameIt()
    {
        IEnumerable<string> libraries = File.ReadLines(Repository.At("eng", "packages.txt"))
            .Where(line => line.StartsWith("lib", StringComparison.Ordinal));

        Assert.Empty(libraries.Where(name => !Notices.Contains($"`{name}`", StringComparison.Ordinal)));
    }
}
