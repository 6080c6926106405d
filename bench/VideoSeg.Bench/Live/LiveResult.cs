using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Bench.Live;

/// <summary>What was measured of one live stream from within.</summary>
internal sealed class LiveResult
{
    /// <summary>Decoded frame to frame handed over.</summary>
    public LatencyHistogram AddedDelay { get; } = new();

    /// <summary>A polyp's first frame decoded to the first frame handed over with a mark on it.</summary>
    public LatencyHistogram AnnotationDelay { get; } = new();

    /// <summary>Frame sent by the feed to frame handed over: network and decoder included.</summary>
    public LatencyHistogram FeedDelay { get; } = new();

    /// <summary>Age of the masks on frames that show some.</summary>
    public LatencyHistogram MaskAge { get; } = new();

    /// <summary>Frames sent, those of the warm-up not counted.</summary>
    public int Sent { get; private set; }

    /// <summary>Of these, handed over.</summary>
    public int Came { get; private set; }

    /// <summary>Of these, with masks made from themselves.</summary>
    public int Analysed { get; private set; }

    /// <summary>Of these, with the state active.</summary>
    public int Active { get; private set; }

    /// <summary>Polyps that appeared.</summary>
    public int Appeared { get; private set; }

    /// <summary>Of these, those that no mark touched while they were there.</summary>
    public int Missed { get; private set; }

    /// <summary>Takes together what a probe saw.</summary>
    /// <param name="video">What was played.</param>
    /// <param name="feed">Knows when.</param>
    /// <param name="frames">What the probe saw.</param>
    /// <param name="warmUp">So many frames at the beginning do not count.</param>
    public void Add(CodedVideo video, CodedFeed feed, ReadOnlySpan<ProbedFrame> frames, int warmUp)
    {
        for (int i = warmUp; i < frames.Length; i++)
        {
            if (feed.SentAt(i) == 0)
            {
                continue;
            }

            Sent++;
            ProbedFrame frame = frames[i];
            if (frame.Came)
            {
                Came++;
                Analysed += frame.IsAnalysed ? 1 : 0;
                Active += frame.State == SegmentationState.Active ? 1 : 0;
                AddedDelay.Record(Stopwatch.GetElapsedTime(frame.CapturedAt, frame.HandedOverAt));
                FeedDelay.Record(Stopwatch.GetElapsedTime(feed.SentAt(i), frame.HandedOverAt));
                if (frame.MaskAge is { } age)
                {
                    MaskAge.Record(age);
                }
            }

            if (video.Polyps[i] is not null && (i == 0 || video.Polyps[i - 1] is null) && frame.Came)
            {
                AddAppearance(video, frames, i);
            }
        }
    }

    /// <summary>Lines for people.</summary>
    public string ToText() => string.Join('\n',
        string.Create(CultureInfo.InvariantCulture, $"  {"",-18}{"p50 ms",9}{"p95",9}{"p99",9}{"p99.9",9}{"max",9}{"count",9}"),
        Row("added delay", AddedDelay), Row("annotation delay", AnnotationDelay), Row("feed to hand-over", FeedDelay), Row("mask age", MaskAge),
        string.Create(CultureInfo.InvariantCulture,
            $"  frames sent {Sent}, handed over {Came}, looked at by the network {Analysed} ({Percent(Analysed, Came)}), state active {Percent(Active, Came)}; polyps appeared {Appeared}, never marked {Missed}"));

    /// <summary>The same for programs; milliseconds.</summary>
    public JsonObject ToJson() => new()
    {
        ["added_delay_ms"] = Json(AddedDelay),
        ["annotation_delay_ms"] = Json(AnnotationDelay),
        ["feed_to_hand_over_ms"] = Json(FeedDelay),
        ["mask_age_ms"] = Json(MaskAge),
        ["frames_sent"] = Sent,
        ["frames_handed_over"] = Came,
        ["frames_analysed"] = Analysed,
        ["frames_active"] = Active,
        ["polyps_appeared"] = Appeared,
        ["polyps_never_marked"] = Missed,
    };

    /// <summary>A line of percentiles.</summary>
    public static string Row(string name, LatencyHistogram histogram) => string.Create(CultureInfo.InvariantCulture,
        $"  {name,-18}{Milliseconds(histogram, 0.5),9:F2}{Milliseconds(histogram, 0.95),9:F2}{Milliseconds(histogram, 0.99),9:F2}{Milliseconds(histogram, 0.999),9:F2}{histogram.Maximum.TotalMilliseconds,9:F2}{histogram.Count,9}");

    /// <summary>Percentiles in milliseconds.</summary>
    public static JsonObject Json(LatencyHistogram histogram) => new()
    {
        ["p50"] = Milliseconds(histogram, 0.5),
        ["p95"] = Milliseconds(histogram, 0.95),
        ["p99"] = Milliseconds(histogram, 0.99),
        ["p99_9"] = Milliseconds(histogram, 0.999),
        ["max"] = Math.Round(histogram.Maximum.TotalMilliseconds, 3),
        ["count"] = histogram.Count,
    };

    private void AddAppearance(CodedVideo video, ReadOnlySpan<ProbedFrame> frames, int first)
    {
        Appeared++;
        for (int i = first; i < frames.Length && video.Polyps[i] is not null; i++)
        {
            if (frames[i].IsMarked)
            {
                AnnotationDelay.Record(Stopwatch.GetElapsedTime(frames[first].CapturedAt, frames[i].HandedOverAt));
                return;
            }
        }

        Missed++;
    }

    private static double Milliseconds(LatencyHistogram histogram, double share) => Math.Round(histogram.Percentile(share).TotalMilliseconds, 3);

    private static string Percent(int part, int whole) => string.Create(CultureInfo.InvariantCulture, $"{(whole == 0 ? 0 : 100.0 * part / whole):F1} %");
}
