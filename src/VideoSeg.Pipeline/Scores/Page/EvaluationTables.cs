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
        html.Add($"<section><h2>Scores</h2><div class=\"beside\"><div class=\"scroll\"><table><thead><tr><th>score</th><th>mean</th><th>{100 * summary.Bootstrap.Confidence:0.#} % interval</th></tr></thead><tbody>");
        foreach ((ScoreKind kind, ScoreInterval mean) in ScoreKind.All.Zip(summary.Means))
        {
            html.Add($"<tr><th>{kind.Title}</th><td>{mean.Mean:0.0000}</td><td>{Interval(mean)}</td></tr>");
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
            html.Add($"<section><h2>Pictures without polyps</h2><p>Of {ReportText.Count(empty.Pictures, "picture")} without a polyp {empty.Marked:#,0} {(empty.Marked == 1 ? "was" : "were")} marked: false-positive rate {empty.FalsePositiveRate:0.000}. Marked area: {100 * empty.MeanShare:0.###} % of a picture on average, {100 * empty.LargestShare:0.###} % at most.</p></section>");
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
            html.Add($"<section><h2>Classes</h2><p class=\"warning\">Not told apart, as the masks do not hold them: {fault}</p></section>");
        }

        if (content.Summary.Classes.IsEmpty)
        {
            return;
        }

        html.Add($"<section><h2>Classes</h2><div class=\"scroll\"><table><thead><tr><th>class</th><th>Dice</th><th>interval</th><th>IoU</th><th>pictures with it</th><th>Dice there</th><th>interval</th><th>IoU there</th><th>marked without it</th></tr></thead><tbody>");
        foreach (ClassScores c in content.Summary.Classes)
        {
            html.Add($"<tr><th>{c.Name}</th><td>{c.Dice.Mean:0.0000}</td><td>{Interval(c.Dice)}</td><td>{c.IoU.Mean:0.0000}</td><td>{c.Present:#,0}</td><td>{c.PresentDice.Mean:0.0000}</td><td>{Interval(c.PresentDice)}</td><td>{c.PresentIoU.Mean:0.0000}</td><td>{c.FalsePositives:#,0}</td></tr>");
        }

        html.Add($"</tbody></table></div><p class=\"quiet\">A pixel's class is that of the largest probability, background included. Where neither truth nor prediction holds a class its score is 1; behind it stand the means over the pictures that hold it.</p></section>");
    }

    private static void WriteGroups(HtmlWriter html, string title, IEnumerable<PictureGroup> groups)
    {
        html.Add($"<div class=\"scroll\"><table><thead><tr><th>{title}</th><th>pictures</th><th>Dice</th><th>interval</th><th class=\"wide\"></th><th>IoU</th><th>missed</th></tr></thead><tbody>");
        foreach (PictureGroup group in groups)
        {
            html.Add($"<tr><th>{group.Name}</th><td>{group.Pictures:#,0}</td><td>{group.Dice.Mean:0.0000}</td><td>{Interval(group.Dice)}</td>");
            html.Add($"<td class=\"wide\"><svg class=\"range\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"base\" width=\"100\" height=\"10\"/><rect class=\"span\" x=\"{100 * group.Dice.Low:0.##}\" width=\"{Math.Max(100 * (group.Dice.High - group.Dice.Low), 0.5):0.##}\" height=\"10\"/><rect class=\"dot\" x=\"{Math.Clamp((100 * group.Dice.Mean) - 0.6, 0, 98.8):0.##}\" width=\"1.2\" height=\"10\"/></svg></td>");
            html.Add($"<td>{group.IoU.Mean:0.0000}</td><td>{group.Missed:#,0}</td></tr>");
        }

        html.Add($"</tbody></table></div>");
    }
}
