using System.Collections;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using VideoSeg.Host.Service;
using VideoSeg.Host.Service.Configuration;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.EndToEnd.Documentation;

/// <summary>Every configuration of the service that pages and <c>deploy/</c> show is one that it takes.</summary>
public sealed partial class ConfigurationExampleTests
{
    /// <summary>What they are in.</summary>
    public static TheoryData<string> Places =>
        [.. Pages.All.Where(page => Blocks(page).Any()), "deploy/container/videoseg.json", "deploy/kubernetes/configmap.yaml"];

    [Theory]
    [MemberData(nameof(Places))]
    public async Task Configurations_OfEveryPlace_HaveNoFault(string place)
    {
        string[] configurations = place switch
        {
            _ when place.EndsWith(".md", StringComparison.Ordinal) => [.. Blocks(place)],
            _ when place.EndsWith(".yaml", StringComparison.Ordinal) => [(string)(await Yaml.ReadAsync(Repository.At(place.Split('/'))))[0]!["data"]!["videoseg.json"]!],
            _ => [await File.ReadAllTextAsync(Repository.At(place.Split('/')), TestContext.Current.CancellationToken)],
        };

        Assert.All(configurations, configuration => new ServiceConfiguration(null, null, new Hashtable()).Load(Encoding.UTF8.GetBytes(configuration)));
    }

    [Fact]
    public void Places_OfConfigurations_AreThoseWeKnow() =>
        Assert.Superset(new HashSet<string> { "docs/configuration.md", "docs/operations.md" }, Places.Select(place => (string)place.Data).ToHashSet());

    [Fact]
    public async Task Configuration_ForContainers_SendsTheMarkedPictureToTheMediaServer()
    {
        ServiceOptions options = new ServiceConfiguration(Repository.At("deploy", "container", "videoseg.json"), null, new Hashtable()).Load();
        JsonNode compose = (await Yaml.ReadAsync(Repository.At("deploy", "container", "compose.yaml")))[0]!;

        var push = (VideoSeg.Host.Service.Outlets.PushDefinition)options.Streams["room1"].Outlets["media"].Options;
        Assert.NotNull(compose["services"]![new Uri(push.Push.Url).Host]);
        Assert.NotEqual(options.Streams["room1"].Options.Source.Url, push.Push.Url);
    }

    // Blocks of JSON that hold a whole configuration.
    private static IEnumerable<string> Blocks(string page) => JsonBlock().Matches(File.ReadAllText(Repository.At(page)))
        .Select(match => match.Groups["json"].Value).Where(json => json.Contains("\"VideoSeg\":", StringComparison.Ordinal));

    [GeneratedRegex("^```json\n(?<json>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 10_000)]
    private static partial Regex JsonBlock();
}
