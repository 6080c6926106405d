using System.Globalization;
using System.Reflection;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Live.Delivery;
using VideoSeg.Pipeline.Live.Sources;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Live.Delivery;

/// <summary>docs/live-contract.md against the code.</summary>
public sealed class LiveContractPageTests
{
    private static readonly string[] Lines = File.ReadAllLines(Repository.At("docs", "live-contract.md"));

    [Fact]
    public void Settings_OfTheNetwork_AreThoseOfTheCode() => Compare(
        new SegmentationHubOptions(), Rows("## Settings of the network's watch"), typeof(SegmentationHubOptions).GetProperties().Select(property => property.Name));

    [Fact]
    public void Settings_OfAStream_AreThoseOfTheCode()
    {
        string[] elsewhere = [nameof(LiveStreamOptions.Name), nameof(LiveStreamOptions.Title), nameof(LiveStreamOptions.Source), nameof(LiveStreamOptions.TellsTouched)];
        Compare(
            new LiveStreamOptions { Name = "a", Source = new LiveSourceOptions { Url = "b" } },
            Rows("## Settings of a stream"), typeof(LiveStreamOptions).GetProperties().Select(property => property.Name).Except(elsewhere));
    }

    [Fact]
    public void Outcomes_AreThoseOfTheCode()
    {
        string[] expected = ["delivered", "failed", .. Enum.GetNames<LiveDropReason>().Select(name => $"dropped_{name.ToLowerInvariant()}")];
        Assert.Equal(expected.Order(), Rows("## Every picture is accounted for").Keys.Order());
    }

    private static void Compare(object options, Dictionary<string, string> rows, IEnumerable<string> names)
    {
        Assert.Equal(names.Order(), rows.Keys.Order());
        foreach ((string name, string cell) in rows)
        {
            object? value = options.GetType().GetProperty(name, BindingFlags.Public | BindingFlags.Instance)!.GetValue(options);
            if (cell.StartsWith('`'))
            {
                Assert.Equal($"`{(value is bool yes ? yes ? "true" : "false" : Convert.ToString(value, CultureInfo.InvariantCulture))}`", cell);
            }
        }
    }

    /// <summary>First and last cell of each row of the first table below a heading.</summary>
    private static Dictionary<string, string> Rows(string heading) => Lines
        .SkipWhile(line => line != heading).SkipWhile(line => !line.StartsWith("|---", StringComparison.Ordinal)).Skip(1)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Trim('|', ' ').Split(" | "))
        .ToDictionary(cells => cells[0].Trim('`'), cells => cells[^1]);
}
