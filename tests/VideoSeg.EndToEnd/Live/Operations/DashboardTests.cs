using System.Text.Json.Nodes;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.EndToEnd.Live.Operations;

/// <summary>Grafana's dashboards, as far as they can be looked at without Grafana.</summary>
public sealed class DashboardTests
{
    public static TheoryData<string> Names => [.. Dashboards.Files.Select(path => Path.GetFileName(path)!)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Dashboard_Read_IsWhole(string name)
    {
        JsonNode dashboard = Dashboards.Read(Repository.At("deploy", "grafana", "dashboards", name));
        JsonNode[] panels = [.. dashboard["panels"]!.AsArray().Select(panel => panel!)];
        var taken = new HashSet<(int X, int Y)>();
        foreach (JsonNode panel in panels)
        {
            JsonNode place = panel["gridPos"]!;
            (int x, int y, int w, int h) = (place["x"]!.GetValue<int>(), place["y"]!.GetValue<int>(), place["w"]!.GetValue<int>(), place["h"]!.GetValue<int>());
            Assert.InRange(x + w, 1, 24);
            foreach ((int column, int row) in from column in Enumerable.Range(x, w) from row in Enumerable.Range(y, h) select (column, row))
            {
                Assert.True(taken.Add((column, row)), $"{panel["title"]} lies on another panel");
            }

            foreach (JsonNode? target in panel["targets"]?.AsArray() ?? [])
            {
                Assert.Equal("${datasource}", target!["datasource"]!["uid"]!.GetValue<string>());
            }
        }

        Assert.Equal(panels.Length, panels.Select(panel => panel["id"]!.GetValue<int>()).Distinct().Count());
        Assert.Equal($"videoseg-{Path.GetFileNameWithoutExtension(name)}", dashboard["uid"]!.GetValue<string>());
        Assert.Contains("not a medical device", dashboard["description"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.DoesNotContain(Dashboards.Queries(dashboard), query => query.Query.Contains('$', StringComparison.Ordinal));
    }

    [Fact]
    public void Dashboards_OfTheThreeViews_AreThere() => Assert.Equal(["engine.json", "service.json", "stream.json"], Names.Select(row => row.Data).Order());
}
