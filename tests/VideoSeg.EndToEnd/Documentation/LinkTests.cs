using System.Text.RegularExpressions;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.EndToEnd.Documentation;

/// <summary>Links between the pages, and from them to files.</summary>
public sealed partial class LinkTests
{
    [Fact]
    public void Links_OfEveryPage_LeadSomewhere()
    {
        string[] broken =
        [
            .. from page in Pages.All
               from Match match in Link().Matches(File.ReadAllText(Repository.At(page)))
               let target = match.Groups["target"].Value.Split('#')[0]
               where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
               let path = Path.Combine(Path.GetDirectoryName(Repository.At(page))!, target)
               where !File.Exists(path) && !Directory.Exists(path)
               select $"{page}: {target}",
        ];

        Assert.Empty(broken);
    }

    [Fact]
    public void Pages_OfDocs_AreAllInTheIndex()
    {
        string index = File.ReadAllText(Repository.At("docs", "README.md"));
        IEnumerable<string> names = Directory.EnumerateFiles(Repository.At("docs"), "*.md").Select(path => Path.GetFileName(path)!);

        Assert.Empty(names.Where(name => name != "README.md" && !index.Contains($"({name})", StringComparison.Ordinal)));
    }

    [Fact]
    public void Decisions_OfTheFolder_AreAllInTheirIndex()
    {
        string index = File.ReadAllText(Repository.At("docs", "decisions", "README.md"));
        IEnumerable<string> names = Directory.EnumerateFiles(Repository.At("docs", "decisions"), "0*.md").Select(path => Path.GetFileName(path)!);

        Assert.Empty(names.Where(name => !index.Contains($"({name})", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Link();
}
