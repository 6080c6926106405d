using System.Globalization;
using System.Text.Json.Nodes;
using VideoSeg.Bench.Live.Pixels;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Bench.Live;

/// <summary>What was aimed at, and what came of it.</summary>
internal sealed class TargetList
{
    private readonly List<(string Name, double Limit, double? Found, bool IsMet)> _targets = [];

    /// <summary>Whether all that were looked at are met.</summary>
    public bool AreMet => _targets.TrueForAll(target => target.IsMet);

    /// <summary>The 99.9th percentile in milliseconds stays at or below a limit.</summary>
    public void AddDelay(string name, LatencyHistogram delays, double limit)
    {
        double? found = delays.Count == 0 ? null : DelayTable.Of(delays, 0.999);
        _targets.Add((name, limit, found, found <= limit));
    }

    /// <summary>No sample outside the marks differs.</summary>
    public void AddPixels(PixelResult result) => _targets.Add(("samples outside the marks that differ", 0, result.Different, result.IsIntact));

    /// <summary>Lines for people.</summary>
    public string ToText() => _targets.Count == 0 ? "no target was looked at" : string.Join('\n', _targets.Select(target => string.Create(
        CultureInfo.InvariantCulture, $"target {(target.IsMet ? "met   " : "MISSED")} {target.Name}: {target.Found?.ToString("0.##", CultureInfo.InvariantCulture) ?? "nothing measured"}, at most {target.Limit:0.##}")));

    /// <summary>The same for programs.</summary>
    public JsonArray ToJson() =>
    [
        .. _targets.Select(target => new JsonObject { ["name"] = target.Name, ["limit"] = target.Limit, ["found"] = target.Found, ["met"] = target.IsMet }),
    ];
}
