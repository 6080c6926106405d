using System.Globalization;
using VideoSeg.Pipeline.Output.Gallery;

namespace VideoSeg.Pipeline.Output.Report;

/// <summary>When each polyp was seen: a lane for each, a bar for each time it was seen without a loss, an axis above.</summary>
internal static class ReportTimeline
{
    /// <summary>Losses shorter than this share of the recording are not drawn: no screen shows them.</summary>
    private const double SmallestGap = 0.0015;

    /// <summary>Fewest marks on the axis.</summary>
    private const int FewestMarks = 4;

    private static readonly double[] Steps = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400];

    public static void Write(HtmlWriter html, ReportContent content)
    {
        html.Add($"<div class=\"lanes\"><div class=\"lane axis\"><span></span><svg aria-hidden=\"true\" height=\"20\">");
        double step = Array.FindLast(Steps, s => content.Extent.Seconds / s >= FewestMarks);
        step = step > 0 ? step : Math.Max(content.Extent.Seconds, 0.1);
        double first = Math.Ceiling((content.Extent.Start - content.Origin) / step) * step;
        for (int i = 0; content.Origin + first + (i * step) <= content.Extent.End + 1e-6; i++)
        {
            double seconds = first + (i * step), share = Share(content, content.Origin + seconds);
            html.Add($"<line x1=\"{Percent(share)}\" x2=\"{Percent(share)}\" y1=\"15\" y2=\"20\"/><text x=\"{Percent(share)}\" y=\"11\" text-anchor=\"{Anchor(share)}\">{Mark(seconds, step)}</text>");
        }

        html.Add($"</svg></div>");
        foreach (ReportPolyp polyp in content.Polyps)
        {
            WriteLane(html, content, polyp.Record);
        }

        html.Add($"</div>");
    }

    private static void WriteLane(HtmlWriter html, ReportContent content, PolypRecord polyp)
    {
        html.Add($"<div class=\"lane\"><a href=\"#polyp-{polyp.Number}\">{polyp.Number}</a><svg height=\"30\" role=\"group\" aria-label=\"Polyp {polyp.Number}\"><line class=\"base\" x1=\"0\" x2=\"100%\" y1=\"22\" y2=\"22\"/>");
        double gap = content.Extent.Seconds * SmallestGap;
        for (int i = 0; i < polyp.Spans.Length;)
        {
            (double start, double end) = polyp.Spans[i++];
            while (i < polyp.Spans.Length && polyp.Spans[i].Start - end < gap)
            {
                end = polyp.Spans[i++].End;
            }

            double left = Share(content, start), right = Share(content, end), middle = (left + right) / 2;
            string text = $"{content.Clock(start)} – {content.Clock(end)} ({ReportText.Length(end - start)})";
            html.Add($"<g tabindex=\"0\" role=\"img\" aria-label=\"Polyp {polyp.Number}: {text}\"><rect class=\"bar\" x=\"{Percent(left)}\" width=\"{Percent(right - left)}\" y=\"16\" height=\"12\" rx=\"3\"/><text x=\"{Percent(middle)}\" y=\"11\" text-anchor=\"{Anchor(middle)}\">{text}</text></g>");
        }

        html.Add($"</svg></div>");
    }

    private static double Share(ReportContent content, double seconds) =>
        content.Extent.Seconds > 0 ? Math.Clamp((seconds - content.Extent.Start) / content.Extent.Seconds, 0, 1) : 0;

    private static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.###}%");

    private static string Anchor(double share) => share switch { < 0.12 => "start", > 0.88 => "end", _ => "middle" };

    private static string Mark(double seconds, double step)
    {
        string clock = ReportText.Clock(seconds);
        return step >= 1 ? clock[..^2] : clock;
    }
}
