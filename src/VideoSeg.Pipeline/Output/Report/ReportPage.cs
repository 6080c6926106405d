using VideoSeg.Pipeline.Output.Gallery;

namespace VideoSeg.Pipeline.Output.Report;

/// <summary>A recording's report as one page of HTML that needs nothing besides itself, and may load nothing.</summary>
internal static class ReportPage
{
    public static string Write(ReportContent content)
    {
        var html = new HtmlWriter();
        ReportFrame.Begin(html, $"{content.Name} – VideoSeg report", "report.css");
        WriteHeader(html, content);
        WriteCounts(html, content);
        if (content.Polyps.IsEmpty)
        {
            html.Add($"<section><h2>Polyps</h2><p class=\"quiet\">None was found. That does not mean that there is none.</p></section>");
        }
        else
        {
            html.Add($"<section><h2>Timeline</h2>");
            ReportTimeline.Write(html, content);
            html.Add($"</section><section><h2>Polyps</h2><div class=\"cards\">");
            foreach (ReportPolyp polyp in content.Polyps)
            {
                WriteCard(html, content, polyp);
            }

            html.Add($"</div></section>");
        }

        WriteNotes(html, content);
        WriteSettings(html, content);
        html.Add($"<footer>Made by VideoSeg {ReportContent.Version}. For research use; not a medical device. Sizes are shares of the field of view; probabilities are the network's, averaged over the polyp.</footer>");
        ReportFrame.End(html, "videoseg-report", ReportSummary.ToJson(content));
        return html.ToString();
    }

    private static void WriteHeader(HtmlWriter html, ReportContent content)
    {
        html.Add($"<header><p class=\"brand\">VideoSeg report</p><h1>{content.Name}</h1><p class=\"notice\">For research use; not a medical device.</p>");
        if (content.Job.WasInterrupted)
        {
            html.Add($"<p class=\"warning\">The run was interrupted: this report tells of the recording up to {content.Clock(content.Extent.End)} only.</p>");
        }

        html.Add($"<dl class=\"facts\">");
        ReportFrame.Fact(html, "Analysed", $"{content.Job.Ended.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        ReportFrame.Fact(html, "Duration", ReportText.Length(content.Extent.Seconds));
        ReportFrame.Fact(html, "Picture", $"{content.Shown.Width} × {content.Shown.Height}");
        ReportFrame.Fact(html, "Frame rate", content.Video.FrameRate.IsKnown ? FormattableString.Invariant($"{content.Video.FrameRate.Value:0.##} fps") : "unknown");
        ReportFrame.Fact(html, "Frames", FormattableString.Invariant($"{content.Job.FramesOut:#,0}"));
        ReportFrame.Fact(html, "Codec", content.Video.Codec);
        html.Add($"</dl></header>");
    }

    private static void WriteCounts(HtmlWriter html, ReportContent content)
    {
        long frames = content.Job.FramesOut, with = content.Job.FramesWithPolyps;
        double longest = content.Polyps.IsEmpty ? 0 : content.Polyps.Max(polyp => polyp.Record.SecondsSeen);
        html.Add($"<section class=\"counts\">");
        html.Add($"<div><b>{content.Polyps.Length:#,0}</b><span>{(content.Polyps.Length == 1 ? "polyp" : "polyps")}</span></div>");
        html.Add($"<div><b>{with:#,0}</b><span>{(with == 1 ? "frame" : "frames")} with polyps, {(frames > 0 ? 100.0 * with / frames : 0):0.#} %</span></div>");
        html.Add($"<div><b>{ReportText.Length(longest)}</b><span>longest one in sight</span></div>");
        html.Add($"</section>");
    }

    private static void WriteCard(HtmlWriter html, ReportContent content, ReportPolyp polyp)
    {
        PolypRecord record = polyp.Record;
        html.Add($"<article class=\"card\" id=\"polyp-{record.Number}\">");
        if (polyp.Jpeg is { } jpeg)
        {
            html.Add($"<figure><img width=\"{polyp.View.Width}\" height=\"{polyp.View.Height}\" alt=\"Polyp {record.Number}, outlined, at {content.Clock(polyp.View.Time)}\"")
                .AddRaw("src=\"data:image/jpeg;base64,").AddRaw(Convert.ToBase64String(jpeg)).AddRaw("\"></figure>\n");
        }

        html.Add($"<h3>Polyp {record.Number}<small>{(record.Class == "polyp" ? "" : record.Class)}</small></h3><dl>");
        ReportFrame.Fact(html, "Seen", $"{content.Clock(record.FirstSeen)} – {content.Clock(record.LastSeen)}");
        ReportFrame.Fact(html, "In sight", $"{ReportText.Length(record.SecondsSeen)}, {ReportText.Count(record.Frames, "frame")}");
        ReportFrame.Fact(html, "Lost", record.Losses == 0 ? "never" : $"{ReportText.Count(record.Losses, "time")}");
        ReportFrame.Fact(html, "Largest", FormattableString.Invariant($"{100 * record.LargestShare:0.##} % of the field, {record.LargestArea:#,0} px"));
        ReportFrame.Fact(html, "Probability", FormattableString.Invariant($"mean {record.MeanProbability:0.00}, highest {record.MaximumProbability:0.00}"));
        ReportFrame.Fact(html, "Best view", FormattableString.Invariant($"{content.Clock(polyp.View.Time)}, frame {polyp.View.Frame}"));
        html.Add($"</dl></article>");
    }

    private static void WriteNotes(HtmlWriter html, ReportContent content)
    {
        html.Add($"<section><h2>Notes</h2><ul>");
        bool any = false;
        foreach (string note in content.Notes)
        {
            html.Add($"<li>{note}</li>");
            any = true;
        }

        if (content.Polyps.Any(polyp => polyp.Jpeg is null))
        {
            html.Add($"<li>pictures are shown of the {ReportFile.MostPictures} polyps that were seen in most frames</li>");
            any = true;
        }

        if (content.Job.FramesAnalysed < content.Job.FramesOut)
        {
            html.Add($"<li>the network looked at {content.Job.FramesAnalysed:#,0} of {ReportText.Count(content.Job.FramesOut, "frame")}; in the others the masks were carried along</li>");
            any = true;
        }

        if (!any)
        {
            html.Add($"<li>nothing to remark: no damage, no times guessed or moved</li>");
        }

        html.Add($"</ul></section>");
    }

    private static void WriteSettings(HtmlWriter html, ReportContent content)
    {
        html.Add($"<section><h2>How it was made</h2><dl class=\"settings\">");
        ReportFrame.Fact(html, "model", content.Job.Segmenter.Model);
        if (content.Options.WeightsSha256 is { } hash)
        {
            html.Add($"<div><dt>weights, SHA-256</dt><dd><code>{hash}</code></dd></div>");
        }

        ReportFrame.Fact(html, "engine", $"{content.Job.Segmenter.Engine}, {content.Job.Segmenter.Precision}, {content.Job.Segmenter.Device}, input {content.Job.Segmenter.Width} × {content.Job.Segmenter.Height}");
        if (content.Field is { } field)
        {
            ReportFrame.Fact(html, "field of view", field);
        }

        foreach ((string name, string value) in ReportSettings.Of(content.Options))
        {
            ReportFrame.Fact(html, name, value);
        }

        ReportFrame.Fact(html, "program", $"VideoSeg {ReportContent.Version}");
        html.Add($"</dl></section>");
    }
}
