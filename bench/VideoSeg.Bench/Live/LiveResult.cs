using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using VideoSeg.Pipeline.Live;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Bench.Live;

/// <summary>What was measured of one or several live streams from within.</summary>
internal sealed class LiveResult(CodedVideo video)
{
    private readonly SortedDictionary<string, long> _dropped = new(StringComparer.Ordinal);
    private double _seconds;

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

    /// <summary>Of these, handed over with a number that could be read.</summary>
    public int Came { get; private set; }

    /// <summary>Of these, with the state active.</summary>
    public int Active { get; private set; }

    /// <summary>Frames handed over whose number could not be read.</summary>
    public int Unread { get; private set; }

    /// <summary>Polyps that appeared.</summary>
    public int Appeared { get; private set; }

    /// <summary>Of these, those that no mark touched while they were there.</summary>
    public int Missed { get; private set; }

    /// <summary>Frames decoded, the warm-up's among them; each is delivered, dropped or failed.</summary>
    public long Captured { get; private set; }

    /// <summary>Frames handed over.</summary>
    public long Delivered { get; private set; }

    /// <summary>Frames that failed.</summary>
    public long Failed { get; private set; }

    /// <summary>Frames that the network looked at.</summary>
    public long Analysed { get; private set; }

    /// <summary>Frames that the network looked at a second, of all streams together.</summary>
    public double AnalysedPerSecond => _seconds > 0 ? Analysed / _seconds : 0;

    /// <summary>Takes a stream's part, after it has ended.</summary>
    /// <param name="feed">What was sent, and when.</param>
    /// <param name="status">The stream's account.</param>
    /// <param name="probe">What came out.</param>
    /// <param name="warmUp">So many frames at the beginning do not count.</param>
    public void Add(CodedFeed feed, LiveStreamStatus status, ProbeOutlet probe, int warmUp)
    {
        (Captured, Delivered, Failed, Analysed) = (Captured + status.Frames.Captured, Delivered + status.Frames.Delivered, Failed + status.Frames.FailedTotal, Analysed + status.Analysis.Analysed);
        foreach ((LiveDropReason reason, long count) in status.Frames.Dropped)
        {
            string name = reason.ToString().ToLowerInvariant();
            _dropped[name] = _dropped.GetValueOrDefault(name) + count;
        }

        Unread += probe.Unread;
        _seconds = Math.Max(_seconds, (double)feed.Sent / CodedVideo.FrameRate);
        ReadOnlySpan<ProbedFrame> frames = probe.Frames;
        for (int i = warmUp; i < feed.Sent; i++)
        {
            Sent++;
            ProbedFrame frame = frames[i];
            if (!frame.Came)
            {
                continue;
            }

            Came++;
            Active += frame.State == SegmentationState.Active ? 1 : 0;
            AddedDelay.Record(Stopwatch.GetElapsedTime(frame.CapturedAt, frame.HandedOverAt));
            FeedDelay.Record(Stopwatch.GetElapsedTime(feed.SentAt(i), frame.HandedOverAt));
            if (frame.MaskAge is { } age)
            {
                MaskAge.Record(age);
            }

            if (video.Polyps[i] is not null && (i == 0 || video.Polyps[i - 1] is null))
            {
                AddAppearance(frames[..feed.Sent], i);
            }
        }
    }

    /// <summary>Lines for people.</summary>
    public string ToText() => string.Join('\n',
        DelayTable.Head, DelayTable.Row("added delay", AddedDelay), DelayTable.Row("annotation delay", AnnotationDelay), DelayTable.Row("feed to hand-over", FeedDelay), DelayTable.Row("mask age", MaskAge),
        string.Create(CultureInfo.InvariantCulture,
            $"  network: {AnalysedPerSecond:F1} frames/s; state active on {DelayTable.Percent(Active, Came)}; polyps appeared {Appeared}, never marked {Missed}"),
        string.Create(CultureInfo.InvariantCulture,
            $"  all frames: decoded {Captured} = handed over {Delivered} + dropped {_dropped.Values.Sum()}{Reasons()} + failed {Failed}; number not readable in {Unread}"));

    /// <summary>The same for programs; milliseconds.</summary>
    public JsonObject ToJson() => new()
    {
        ["added_delay_ms"] = DelayTable.Json(AddedDelay),
        ["annotation_delay_ms"] = DelayTable.Json(AnnotationDelay),
        ["feed_to_hand_over_ms"] = DelayTable.Json(FeedDelay),
        ["mask_age_ms"] = DelayTable.Json(MaskAge),
        ["frames_sent"] = Sent,
        ["frames_handed_over"] = Came,
        ["frames_active"] = Active,
        ["frames_unread"] = Unread,
        ["polyps_appeared"] = Appeared,
        ["polyps_never_marked"] = Missed,
        ["analysed"] = Analysed,
        ["analysed_per_second"] = Math.Round(AnalysedPerSecond, 2),
        ["all_decoded"] = Captured,
        ["all_handed_over"] = Delivered,
        ["all_dropped"] = new JsonObject(_dropped.Select(drop => KeyValuePair.Create(drop.Key, (JsonNode?)drop.Value))),
        ["all_failed"] = Failed,
    };

    private string Reasons() => _dropped.Count == 0 ? "" : $" ({string.Join(", ", _dropped.Select(drop => $"{drop.Key} {drop.Value}"))})";

    private void AddAppearance(ReadOnlySpan<ProbedFrame> frames, int first)
    {
        for (int i = first; i < frames.Length && video.Polyps[i] is not null; i++)
        {
            if (frames[i].IsMarked)
            {
                Appeared++;
                AnnotationDelay.Record(Stopwatch.GetElapsedTime(frames[first].CapturedAt, frames[i].HandedOverAt));
                return;
            }
        }

        // The last one is cut off by the end.
        if (first + CodedVideo.Stretch <= frames.Length)
        {
            Appeared++;
            Missed++;
        }
    }
}
