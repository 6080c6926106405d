using System.Collections.Immutable;
using VideoSeg.Model.Evaluation;
using VideoSeg.Pipeline.Output.Report;

namespace VideoSeg.Pipeline.Scores.Page;

/// <summary>The curves of an evaluation's report: scores over thresholds, precision over recall, truth over probability.</summary>
internal static class EvaluationCurves
{
    public static void Write(HtmlWriter html, EvaluationPageContent content)
    {
        if (content.Result.Histogram is not { } histogram)
        {
            return;
        }

        html.Add($"<section><h2>Thresholds and probabilities</h2><div class=\"beside\">");
        WriteThresholds(html, content);
        WritePrecisionRecall(html, content, histogram);
        WriteCalibration(html, histogram);
        html.Add($"</div><p class=\"quiet\">To choose a threshold by these curves would be to choose it on the pictures that are scored: that belongs to a validation set (videoseg model tune).</p></section>");
    }

    private static void WriteThresholds(HtmlWriter html, EvaluationPageContent content)
    {
        ImmutableArray<SweepPoint> points = content.Result.Sweep;
        html.Add($"<figure>");
        Chart chart = new Chart(html).Begin("Dice and IoU over the threshold", "threshold", "mean over the pictures")
            .Mark(content.Options.Threshold, "in force")
            .Line("b", points.Select(p => ((double)p.Threshold, p.Mean.IoU)))
            .Line("a", points.Select(p => ((double)p.Threshold, p.Mean.Dice)));
        foreach (SweepPoint point in points)
        {
            chart.Point("a", point.Threshold, point.Mean.Dice, FormattableString.Invariant($"threshold {point.Threshold:0.00}: Dice {point.Mean.Dice:0.0000}, IoU {point.Mean.IoU:0.0000}"));
        }

        chart.End();
        html.Add($"<figcaption><span class=\"key a\"></span>Dice <span class=\"key b\"></span>IoU over the threshold</figcaption>");
        WriteNumbers(html, "Dice and IoU as numbers", ["threshold", "Dice", "IoU"], points.Select(p => ScoreText.Of($"{p.Threshold:0.00}\t{p.Mean.Dice:0.0000}\t{p.Mean.IoU:0.0000}")));
        html.Add($"</figure>");
    }

    private static void WritePrecisionRecall(HtmlWriter html, EvaluationPageContent content, PixelHistogram histogram)
    {
        ImmutableArray<PrecisionRecallPoint> points = histogram.PrecisionRecall();
        html.Add($"<figure>");
        Chart chart = new Chart(html).Begin("Precision over recall", "recall", "precision").Line("a", points.Select(p => (p.Recall, p.Precision)));
        if (!points.IsEmpty)
        {
            PrecisionRecallPoint now = points[(int)(content.Options.Threshold * PixelHistogram.Bins)];
            chart.Point("b", now.Recall, now.Precision, FormattableString.Invariant($"threshold {now.Threshold:0.###}: precision {now.Precision:0.000}, recall {now.Recall:0.000}"));
        }

        chart.End();
        html.Add($"<figcaption>Precision and recall of all pixels together; average precision {histogram.AveragePrecision():0.0000}; the dot is the threshold in force, before small marks are removed</figcaption>");
        string[] rows = [.. points.Where((_, i) => i % 50 == 0 && i > 0).Select(p => ScoreText.Of($"{p.Threshold:0.00}\t{p.Precision:0.0000}\t{p.Recall:0.0000}"))];
        WriteNumbers(html, "Precision and recall as numbers", ["threshold", "precision", "recall"], rows);
        html.Add($"</figure>");
    }

    /// <summary>What a chart shows, for those who do not see it, and those who want to compute with it.</summary>
    private static void WriteNumbers(HtmlWriter html, string title, string[] columns, IEnumerable<string> rows)
    {
        html.Add($"<details><summary>{title}</summary><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{title}\"><table><thead><tr>");
        foreach (string column in columns)
        {
            html.Add($"<th scope=\"col\">{column}</th>");
        }

        html.Add($"</tr></thead><tbody>");
        foreach (string row in rows)
        {
            string[] cells = row.Split('\t');
            html.Add($"<tr><th scope=\"row\">{cells[0]}</th>");
            foreach (string cell in cells[1..])
            {
                html.Add($"<td>{cell}</td>");
            }

            html.Add($"</tr>");
        }

        html.Add($"</tbody></table></div></details>");
    }

    private static void WriteCalibration(HtmlWriter html, PixelHistogram histogram)
    {
        ImmutableArray<CalibrationBin> bins = histogram.Calibration();
        html.Add($"<figure>");
        Chart chart = new Chart(html).Begin("Truth over probability", "probability", "share that is polyp")
            .Line("thin", [(0, 0), (1, 1)]).Line("a", bins.Select(b => (b.MeanProbability, b.PolypShare)));
        foreach (CalibrationBin bin in bins)
        {
            chart.Point("a", bin.MeanProbability, bin.PolypShare,
                FormattableString.Invariant($"probability {bin.From:0.00} to {bin.Below:0.00}: {100 * bin.PolypShare:0.0} % polyp of {bin.Pixels:#,0} pixels"));
        }

        chart.End();
        html.Add($"<figcaption>Calibration: on the diagonal probabilities say the truth. Expected calibration error {CalibrationBin.ExpectedError(bins):0.0000} of all pixels, {CalibrationBin.ExpectedError(bins.RemoveAt(bins.Length - 1).RemoveAt(0)):0.000} of those from 0.05 to 0.95</figcaption>");
        WriteNumbers(html, "Calibration as numbers", ["probability", "pixels", "mean probability", "share that is polyp"],
            bins.Select(b => ScoreText.Of($"{b.From:0.00} to {b.Below:0.00}\t{b.Pixels:#,0}\t{b.MeanProbability:0.000}\t{b.PolypShare:0.000}")));
        html.Add($"</figure>");
    }
}
