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
        html.Add($"<figcaption><span class=\"key a\"></span>Dice <span class=\"key b\"></span>IoU over the threshold</figcaption></figure>");
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
        html.Add($"<figcaption>Precision and recall of all pixels together; average precision {histogram.AveragePrecision():0.0000}; the dot is the threshold in force</figcaption></figure>");
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
        html.Add($"<figcaption>Calibration: on the diagonal probabilities say the truth. Expected calibration error {CalibrationBin.ExpectedError(bins):0.0000} of all pixels, {CalibrationBin.ExpectedError(bins.RemoveAt(bins.Length - 1).RemoveAt(0)):0.000} of those from 0.05 to 0.95</figcaption></figure>");
    }
}
