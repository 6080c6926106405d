using VideoSeg.Model.Evaluation;
using VideoSeg.Pipeline.Output.Report;

namespace VideoSeg.Pipeline.Scores.Page;

/// <summary>The tables of an evaluation's report: scores, classes, sizes, sequences, pictures without polyps.</summary>
internal static class EvaluationTables
{
    /// <summary>Bars of the chart of Dice.</summary>
    private const int Bars = 20;

    public static void Write(HtmlWriter html, EvaluationPageContent content)
    {
        EvaluationSummary summary = content.Summary;
        html.Add($"<section><h2>Scores</h2><div class=\"beside\"><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Scores\"><table><thead><tr><th scope=\"col\">score</th><th scope=\"col\">mean</th><th scope=\"col\">{100 * summary.Bootstrap.Confidence:0.#} % interval</th></tr></thead><tbody>");
        foreach ((ScoreKind kind, ScoreInterval mean) in ScoreKind.All.Zip(summary.Means))
        {
            html.Add($"<tr><th scope=\"row\">{kind.Title}</th><td>{mean.Mean:0.0000}</td><td>{Interval(mean)}</td></tr>");
        }

        html.Add($"</tbody></table></div><figure>");
        WriteSpread(html, content);
        html.Add($"<figcaption>Dice of the pictures: how many there are in each twentieth</figcaption></figure></div>");
        html.Add($"<p class=\"quiet\">Each picture at its own resolution. Intervals: {(summary.IsBySequence ? "the sequences" : "the pictures")} drawn anew {summary.Bootstrap.Resamples:#,0} times (bootstrap). They tell how much the means depend on which pictures are in the set, not how the network does elsewhere.</p></section>");
        WriteClasses(html, content);
        html.Add($"<section><h2>By size of the polyp</h2>");
        WriteGroups(html, "share of the picture", summary.Sizes);
        html.Add($"</section>");
        if (summary.Empty is { } empty)
        {
            html.Add($"<section><h2>Pictures without polyps</h2><p>Of {ReportText.Count(empty.Pictures, "picture")} without a polyp {empty.Marked:#,0} {(empty.Marked == 1 ? "was" : "were")} marked: false-positive rate {empty.FalsePositiveRate:0.000}, interval {Interval(empty.Rate)}. Marked area: {100 * empty.MeanShare:0.###} % of a picture on average, {100 * empty.LargestShare:0.###} % at most.</p></section>");
        }
        else
        {
            html.Add($"<section><h2>Pictures without polyps</h2><p class=\"quiet\">The set holds none: nothing is known here of false alarms in pictures without a polyp.</p></section>");
        }

        if (summary.IsBySequence)
        {
            html.Add($"<section><h2>By sequence</h2>");
            WriteGroups(html, "sequence", summary.Sequences);
            html.Add($"</section>");
        }
    }

    public static string Interval(ScoreInterval interval) =>
        double.IsFinite(interval.Low) ? FormattableString.Invariant($"{interval.Low:0.000} – {interval.High:0.000}") : "–";

    private static void WriteSpread(HtmlWriter html, EvaluationPageContent content)
    {
        int[] counts = new int[Bars];
        foreach (SampleScores sample in content.Result.Samples)
        {
            counts[Math.Min((int)(sample.Scores.Dice * Bars), Bars - 1)]++;
        }

        double most = Math.Max(counts.Max(), 1);
        Chart chart = new Chart(html).Begin("Spread of Dice", "Dice", FormattableString.Invariant($"share of the highest bar, {most:0} pictures"));
        for (int i = 0; i < Bars; i++)
        {
            chart.Bar((double)i / Bars, (i + 1.0) / Bars, counts[i] / most, FormattableString.Invariant($"{(double)i / Bars:0.00} to {(i + 1.0) / Bars:0.00}: {counts[i]}"));
        }

        chart.End();
    }

    private static void WriteClasses(HtmlWriter html, EvaluationPageContent content)
    {
        if (content.Result.ClassFault is { } fault)
        {
            html.Add($"<section><h2>Classes</h2><p class=\"warning\">Told apart in {content.Summary.ClassPictures:#,0} of {ReportText.Count(content.Result.Samples.Length, "picture")}; the masks of the others do not hold them: {fault}</p></section>");
        }

        if (content.Summary.Classes.IsEmpty)
        {
            return;
        }

        html.Add($"<section><h2>Classes</h2><div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Classes\"><table><thead><tr><th scope=\"col\">class</th><th scope=\"col\">pictures with it</th><th scope=\"col\">Dice there</th><th scope=\"col\">its interval</th><th scope=\"col\">IoU there</th><th scope=\"col\">marked without it</th><th scope=\"col\">Dice over all</th><th scope=\"col\">its interval</th><th scope=\"col\">IoU over all</th></tr></thead><tbody>");
        foreach (ClassScores c in content.Summary.Classes)
        {
            html.Add($"<tr><th scope=\"row\">{c.Name}</th><td>{c.Present:#,0}</td><td>{c.PresentDice.Mean:0.0000}</td><td>{Interval(c.PresentDice)}</td><td>{c.PresentIoU.Mean:0.0000}</td><td>{c.FalsePositives:#,0}</td><td>{c.Dice.Mean:0.0000}</td><td>{Interval(c.Dice)}</td><td>{c.IoU.Mean:0.0000}</td></tr>");
        }

        html.Add($"</tbody></table></div><p class=\"quiet\">A pixel that was marked as polyp is of the class with the largest probability. First the means over the pictures that hold the class; over all pictures a class that neither truth nor prediction holds scores 1.</p></section>");
    }

    private static void WriteGroups(HtmlWriter html, string title, IEnumerable<PictureGroup> groups)
    {
        html.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"By {title}\"><table><thead><tr><th scope=\"col\">{title}</th><th scope=\"col\">pictures</th><th scope=\"col\">Dice</th><th scope=\"col\">interval of Dice</th><td class=\"wide\"></td><th scope=\"col\">IoU</th><th scope=\"col\">missed</th></tr></thead><tbody>");
        foreach (PictureGroup group in groups)
        {
            html.Add($"<tr><th scope=\"row\">{group.Name}</th><td>{group.Pictures:#,0}</td><td>{group.Dice.Mean:0.0000}</td><td>{Interval(group.Dice)}</td>");
            (double low, double high) = double.IsFinite(group.Dice.Low) ? (group.Dice.Low, group.Dice.High) : (group.Dice.Mean, group.Dice.Mean);
            html.Add($"<td class=\"wide\"><svg class=\"range\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"base\" width=\"100\" height=\"10\"/><rect class=\"span\" x=\"{100 * low:0.##}\" width=\"{Math.Max(100 * (high - low), 0.5):0.##}\" height=\"10\"/><rect class=\"dot\" x=\"{Math.Clamp((100 * group.Dice.Mean) - 0.6, 0, 98.8):0.##}\" width=\"1.2\" height=\"10\"/></svg></td>");
            html.Add($"<td>{group.IoU.Mean:0.0000}</td><td>{group.Missed:#,0}</td></tr>");
        }

        html.Add($"</tbody></table></div>");
    }
}
