using System.Text;
using System.Text.RegularExpressions;
using VideoSeg.Host.Web;
using Xunit;

namespace VideoSeg.Host.Tests.Web;

public sealed partial class PageFilesTests
{
    [Fact]
    public void Index_WhatItLoads_IsThere()
    {
        string[] loaded = [.. References().Matches(Text(PageFiles.Index)).Select(match => match.Groups["it"].Value).Where(path => path.StartsWith('/'))];

        Assert.Contains("/page/main.js", loaded);
        Assert.All(loaded, path => Assert.NotNull(PageFiles.Find(path["/page/".Length..])));
    }

    [Fact]
    public void Scripts_WhatTheyImport_IsThere()
    {
        string[] scripts = [.. PageFiles.Paths.Where(path => path.EndsWith(".js", StringComparison.Ordinal))];

        Assert.Contains("players/playback.js", scripts);
        Assert.All(scripts, script => Assert.All(Imports().Matches(Text(script)), import =>
        {
            var target = new Uri(new Uri($"http://page/{script}"), import.Groups["it"].Value);
            Assert.NotNull(PageFiles.Find(target.AbsolutePath[1..]));
        }));
    }

    [Fact]
    public void Files_AddressesInThem_AreOfThisService() =>
        Assert.All(PageFiles.Paths, path => Assert.All(Absolute().Matches(Text(path)), address =>
            Assert.Equal("http://www.w3.org", address.Value))); // the names of SVG's elements, which nobody asks for

    [Fact]
    public void Index_ScriptsAndStyles_AreFilesOfTheirOwn()
    {
        string index = Text(PageFiles.Index);

        Assert.DoesNotContain("style=", index, StringComparison.Ordinal);
        Assert.DoesNotContain("<style", index, StringComparison.Ordinal);
        Assert.DoesNotMatch("<script>", index);
        Assert.DoesNotMatch(@"\son[a-z]+=", index);
    }

    [Fact]
    public void Index_Notice_IsWrittenWithoutAnyScript() =>
        Assert.Contains("For research use; not a medical device</p>", Text(PageFiles.Index), StringComparison.Ordinal);

    [Fact]
    public void Index_IdsThatScriptsAskFor_AreThere()
    {
        string index = Text(PageFiles.Index);
        string[] ids =
        [
            .. PageFiles.Paths.Where(path => path.EndsWith(".js", StringComparison.Ordinal))
                .SelectMany(path => AskedIds().Matches(Text(path))).Select(match => match.Groups["it"].Value),
        ];

        Assert.Contains("picture", ids);
        Assert.All(ids, id => Assert.Contains($"id=\"{id}\"", index, StringComparison.Ordinal));
    }

    private static string Text(string path) => Encoding.UTF8.GetString(PageFiles.Find(path)!.Bytes);

    [GeneratedRegex("(?:href|src)=\"(?<it>[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex References();

    [GeneratedRegex("from \"(?<it>[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Imports();

    [GeneratedRegex("https?://[a-zA-Z0-9.-]+", RegexOptions.NonBacktracking)]
    private static partial Regex Absolute();

    [GeneratedRegex("byId\\(\"(?<it>[^\"]+)\"\\)", RegexOptions.NonBacktracking)]
    private static partial Regex AskedIds();
}
