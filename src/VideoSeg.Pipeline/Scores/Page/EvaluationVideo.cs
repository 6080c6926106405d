using VideoSeg.Model.Evaluation;
using VideoSeg.Pipeline.Output.Report;

namespace VideoSeg.Pipeline.Scores.Page;

/// <summary>The part of an evaluation's report about video.</summary>
internal static class EvaluationVideo
{
    /// <summary>Polyps that are listed; of more, those with the longest delays.</summary>
    private const int MostRows = 200;

    public static void Write(HtmlWriter html, VideoScores video)
    {
        int found = video.Polyps.Count(polyp => polyp.Marked > 0);
        html.Add($"<section><h2>As video</h2><div class=\"counts\">");
        html.Add($"<div><b>{found} of {video.Polyps.Length}</b><span>polyps marked in at least one frame: {video.Sensitivity.Mean:0.000}, {EvaluationTables.Interval(video.Sensitivity)}</span></div>");
        html.Add($"<div><b>{video.SteadySensitivity.Mean:0.000}</b><span>of all polyps marked in {video.Options.Consecutive} frames in a row, {EvaluationTables.Interval(video.SteadySensitivity)}</span></div>");
        html.Add($"<div><b>{video.FalseAlarmsPerMinute:0.0}</b><span>false alarms a minute: {video.FalseAlarms:#,0} in {ReportText.Length(60 * video.Minutes)}</span></div>");
        html.Add($"<div><b>{(double.IsFinite(video.MedianDelay) ? FormattableString.Invariant($"{video.Milliseconds(video.MedianDelay):0} ms") : "–")}</b><span>{DelayText(video)}</span></div>");
        html.Add($"</div><p class=\"quiet\">{ReportText.Count(video.Frames, "frame")} of {ReportText.Count(video.Sequences, "sequence")} at {video.Options.FramesPerSecond:0.###} frames a second, through the steadying and following of videoseg process. Minutes and milliseconds hold where the pictures are all frames of the video, at that rate. {(video.Polyps.IsEmpty ? "No frame holds a polyp" : FormattableString.Invariant($"Of all polyps' frames {100 * video.FrameSensitivity:0.0} % had the polyp marked"))}; {ReportText.Count(video.FalseFrames, "frame")} showed a mark that touches no polyp.</p>");
        html.Add($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Polyps\"><table><thead><tr><th scope=\"col\">sequence</th><th scope=\"col\">first frame</th><th scope=\"col\">frames</th><th scope=\"col\">marked</th><th scope=\"col\">longest run</th><th scope=\"col\">delay, frames</th><th scope=\"col\">delay, ms</th></tr></thead><tbody>");
        foreach (TruePolyp polyp in video.Polyps.OrderByDescending(polyp => polyp.Delay ?? int.MaxValue).Take(MostRows).OrderBy(polyp => polyp.Sequence).ThenBy(polyp => polyp.FirstFrame))
        {
            html.Add($"<tr><th scope=\"row\">{polyp.Sequence}</th><td>{polyp.FirstFrame}</td><td>{polyp.Frames}</td><td>{polyp.Marked}</td><td>{polyp.LongestRun}</td>");
            html.Add($"<td>{(polyp.Delay is { } delay ? FormattableString.Invariant($"{delay}") : "never")}</td><td>{(polyp.Delay is { } frames ? FormattableString.Invariant($"{video.Milliseconds(frames):0}") : "–")}</td></tr>");
        }

        html.Add($"</tbody></table></div>");
        if (video.Polyps.Length > MostRows)
        {
            html.Add($"<p class=\"quiet\">{MostRows} of {video.Polyps.Length:#,0} polyps, those with the longest delays.</p>");
        }

        html.Add($"</section>");
    }

    private static string DelayText(VideoScores video) => video.Delays.IsEmpty
        ? "median delay of the first mark: no polyp was marked"
        : FormattableString.Invariant($"median delay of the first mark, {video.MedianDelay:0.#} frames, {video.Delays[^1]} at most; of the {ReportText.Count(video.Delays.Length, "polyp")} that were marked, while {video.NeverMarked} never {(video.NeverMarked == 1 ? "was" : "were")}");
}
