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
        html.Add($"<div><b>{video.SteadySensitivity.Mean:0.000}</b><span>of them in {video.Options.Consecutive} frames in a row, {EvaluationTables.Interval(video.SteadySensitivity)}</span></div>");
        html.Add($"<div><b>{video.FalseAlarmsPerMinute:0.0}</b><span>false alarms a minute: {video.FalseAlarms:#,0} in {ReportText.Length(60 * video.Minutes)}</span></div>");
        html.Add($"<div><b>{(double.IsFinite(video.MedianDelay) ? FormattableString.Invariant($"{video.Milliseconds(video.MedianDelay):0} ms") : "–")}</b><span>median delay of the first mark{(video.Delays.IsEmpty ? "" : FormattableString.Invariant($", {video.MedianDelay:0.#} frames; {video.Delays[^1]} at most"))}</span></div>");
        html.Add($"</div><p class=\"quiet\">{ReportText.Count(video.Frames, "frame")} of {ReportText.Count(video.Sequences, "sequence")} at {video.Options.FramesPerSecond:0.###} frames a second, through the steadying and following of videoseg process. Minutes and milliseconds hold where the pictures are all frames of the video, at that rate. Of the frames with a polyp {100 * video.FrameSensitivity:0.0} % had it marked; {ReportText.Count(video.FalseFrames, "frame")} showed a mark that touches no polyp.</p>");
        html.Add($"<div class=\"scroll\"><table><thead><tr><th>sequence</th><th>first frame</th><th>frames</th><th>marked</th><th>longest run</th><th>delay, frames</th><th>delay, ms</th></tr></thead><tbody>");
        foreach (TruePolyp polyp in video.Polyps.OrderByDescending(polyp => polyp.Delay ?? int.MaxValue).Take(MostRows).OrderBy(polyp => polyp.Sequence).ThenBy(polyp => polyp.FirstFrame))
        {
            html.Add($"<tr><th>{polyp.Sequence}</th><td>{polyp.FirstFrame}</td><td>{polyp.Frames}</td><td>{polyp.Marked}</td><td>{polyp.LongestRun}</td>");
            html.Add($"<td>{(polyp.Delay is { } delay ? FormattableString.Invariant($"{delay}") : "never")}</td><td>{(polyp.Delay is { } frames ? FormattableString.Invariant($"{video.Milliseconds(frames):0}") : "–")}</td></tr>");
        }

        html.Add($"</tbody></table></div></section>");
    }
}
