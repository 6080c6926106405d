using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Bench.Live.Outside;

/// <summary>What was measured of an output from outside.</summary>
/// <param name="Output">Its name.</param>
internal sealed record OutputResult(string Output)
{
    /// <summary>Frame sent by the feed to frame seen at the output.</summary>
    public LatencyHistogram Delay { get; } = new();

    /// <summary>Frames sent, those of the warm-up not counted.</summary>
    public int Sent { get; private set; }

    /// <summary>Why it was not measured, or not to the end; null where it was.</summary>
    public string? Fault { get; init; }

    /// <summary>Pictures whose number could not be read; slates are among them.</summary>
    public int Unread { get; private set; }

    /// <summary>Takes what was seen.</summary>
    public OutputResult Add(CodedFeed feed, Sightings sightings, int warmUp)
    {
        for (int i = warmUp; i < feed.Sent; i++)
        {
            Sent++;
            if (sightings.SeenAt(i) != 0)
            {
                Delay.Record(Stopwatch.GetElapsedTime(feed.SentAt(i), sightings.SeenAt(i)));
            }
        }

        Unread = sightings.Unread;
        return this;
    }

    /// <summary>A line for people.</summary>
    public string ToText() => Fault is not null
        ? $"  {Output,-18} {Fault}"
        : string.Create(CultureInfo.InvariantCulture, $"{DelayTable.Row(Output, Delay)}  of {Sent} sent");

    /// <summary>The same for programs; milliseconds.</summary>
    public JsonObject ToJson() => new()
    {
        ["output"] = Output,
        ["end_to_end_delay_ms"] = DelayTable.Json(Delay),
        ["frames_sent"] = Sent,
        ["frames_seen"] = Delay.Count,
        ["pictures_unread"] = Unread,
        ["fault"] = Fault,
    };
}
