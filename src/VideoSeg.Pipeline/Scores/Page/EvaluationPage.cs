using VideoSeg.Model.Evaluation;
using VideoSeg.Pipeline.Output.Report;

namespace VideoSeg.Pipeline.Scores.Page;

/// <summary>The report of an evaluation as one page of HTML that needs nothing besides itself, and may load nothing.</summary>
public static class EvaluationPage
{
    /// <summary>The page.</summary>
    public static string Write(EvaluationPageContent content)
    {
        var html = new HtmlWriter();
        ReportFrame.Begin(html, $"{content.Segmenter.Model} on {content.DataSet} – VideoSeg evaluation", "report.css", "evaluation.css");
        WriteHeader(html, content);
        WriteCounts(html, content);
        EvaluationTables.Write(html, content);
        EvaluationCurves.Write(html, content);
        if (content.Video is { } video)
        {
            EvaluationVideo.Write(html, video);
        }

        WriteWorst(html, content);
        WriteSettings(html, content);
        html.Add($"<footer>Made by VideoSeg {ReportContent.Version}. For research use; not a medical device.</footer>");
        ReportFrame.End(html, "videoseg-evaluation", content.Json);
        return html.ToString();
    }

    private static void WriteHeader(HtmlWriter html, EvaluationPageContent content)
    {
        html.Add($"<header><p class=\"brand\">VideoSeg evaluation</p><h1>{content.Segmenter.Model} on {content.DataSet}</h1><p class=\"notice\">For research use; not a medical device.</p><dl class=\"facts\">");
        ReportFrame.Fact(html, "Evaluated", $"{content.Ended.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        ReportFrame.Fact(html, "Pictures", FormattableString.Invariant($"{content.Result.Samples.Length:#,0}"));
        if (content.Summary.IsBySequence)
        {
            ReportFrame.Fact(html, "Sequences", FormattableString.Invariant($"{content.Summary.Sequences.Length:#,0}"));
        }

        ReportFrame.Fact(html, "Threshold", FormattableString.Invariant($"{content.Options.Threshold:0.###}"));
        ReportFrame.Fact(html, "Smallest area", content.Options.MinArea > 0 ? FormattableString.Invariant($"{100 * content.Options.MinArea:0.###} %") : "none");
        ReportFrame.Fact(html, "Arithmetic", content.Segmenter.Precision);
        if (content.Segmenter.Augmentation.Length > 0)
        {
            ReportFrame.Fact(html, "Each picture", $"looked at more than once ({content.Segmenter.Augmentation})");
        }

        html.Add($"</dl></header>");
    }

    private static void WriteCounts(HtmlWriter html, EvaluationPageContent content)
    {
        html.Add($"<section class=\"counts\">");
        foreach (int i in new[] { 0, 1 })
        {
            ScoreInterval mean = content.Summary.Means[i];
            html.Add($"<div><b>{mean.Mean:0.000}</b><span>{ScoreKind.All[i].Title}, {EvaluationTables.Interval(mean)}</span></div>");
        }

        html.Add($"<div><b>{content.Summary.Missed:#,0}</b><span>{(content.Summary.Missed == 1 ? "picture" : "pictures")} whose polyp was missed entirely</span></div>");
        if (content.Summary.Empty is { } empty)
        {
            html.Add($"<div><b>{empty.Marked:#,0}</b><span>of {ReportText.Count(empty.Pictures, "picture")} without a polyp marked all the same</span></div>");
        }

        html.Add($"</section>");
    }

    private static void WriteWorst(HtmlWriter html, EvaluationPageContent content)
    {
        if (content.Result.Worst.IsEmpty)
        {
            return;
        }

        html.Add($"<section><h2>Worst cases</h2><p class=\"legend\"><span class=\"truth\"></span> truth <span class=\"marked\"></span> marked by the network <span class=\"same\"></span> both</p><div class=\"cards\">");
        foreach (WorstCase one in content.Result.Worst)
        {
            html.Add($"<article class=\"card\"><figure><img width=\"{one.Width}\" height=\"{one.Height}\" alt=\"{one.Sample.Name} with the outlines of truth and prediction\"")
                .AddRaw("src=\"data:image/jpeg;base64,").AddRaw(Convert.ToBase64String(one.Jpeg)).AddRaw("\"></figure>\n");
            html.Add($"<h3>{one.Sample.Name}</h3><dl>");
            ReportFrame.Fact(html, "Dice", FormattableString.Invariant($"{one.Sample.Scores.Dice:0.000}"));
            ReportFrame.Fact(html, "Polyp", FormattableString.Invariant($"{100 * one.Sample.PolypShare:0.##} % of the picture"));
            ReportFrame.Fact(html, "Marked", FormattableString.Invariant($"{100 * one.Sample.MarkedShare:0.##} %"));
            if (one.Sample.Sequence is { } sequence)
            {
                ReportFrame.Fact(html, "Sequence", FormattableString.Invariant($"{sequence}"));
            }

            html.Add($"</dl></article>");
        }

        html.Add($"</div></section>");
    }

    private static void WriteSettings(HtmlWriter html, EvaluationPageContent content)
    {
        html.Add($"<section><h2>How it was made</h2><dl class=\"settings\">");
        ReportFrame.Fact(html, "model", content.Segmenter.Model);
        html.Add($"<div><dt>weights, SHA-256</dt><dd><code>{content.WeightsSha256}</code></dd></div>");
        ReportFrame.Fact(html, "engine", $"{content.Segmenter.Engine}, {content.Segmenter.Precision}, {content.Segmenter.Device}, input {content.Segmenter.Width} × {content.Segmenter.Height}");
        ReportFrame.Fact(html, "data set", content.DataSet);
        foreach ((string name, string value) in content.Settings)
        {
            ReportFrame.Fact(html, name, value);
        }

        html.Add($"<div><dt>command</dt><dd><code>{content.Command}</code></dd></div>");
        ReportFrame.Fact(html, "time", $"{ReportText.Length(content.Result.Elapsed.TotalSeconds)}, of it in the network {ReportText.Length(content.Result.InferenceTime.TotalSeconds)}");
        ReportFrame.Fact(html, "program", $"VideoSeg {ReportContent.Version}");
        html.Add($"</dl></section>");
    }
}
