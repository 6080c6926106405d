using System.Globalization;
using Spectre.Console;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Tracking;

namespace VideoSeg.Host.Commands;

/// <summary>Shows a file job on standard error: a progress bar on a terminal, else a line now and then; a summary at the end.</summary>
internal sealed class ProcessConsole(TimeProvider time)
{
    private static readonly TimeSpan BarInterval = TimeSpan.FromSeconds(0.1);
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(5);

    private readonly IAnsiConsole _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
    private readonly long _start = time.GetTimestamp();

    /// <summary>Shows progress until the job ends; does not tell how it ended.</summary>
    public Task FollowAsync(FileJob job, Task run) => Console.IsErrorRedirected ? FollowWithLinesAsync(job, run) : FollowWithBarAsync(job, run);

    /// <summary>Shows how it went and where the output lies.</summary>
    public void Summarise(FileJobReport report, FileJobOptions options)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("ms a frame");
        foreach (string column in new[] { "p50", "p95", "p99", "max" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        foreach (StepReport step in report.Steps)
        {
            table.AddRow(step.Name, Milliseconds(step.Median), Milliseconds(step.Percentile95), Milliseconds(step.Percentile99), Milliseconds(step.Maximum));
        }

        _console.Write(table);
        foreach (string note in report.Notes)
        {
            Line($"note: {note}");
        }

        if (report.Field is { } field)
        {
            string how = report.FieldPictures == 0 ? "as given" : report.FieldPictures == 1 ? "found in 1 picture" : Invariant($"found in {report.FieldPictures} pictures");
            Line($"field of view: {field} ({how})");
        }

        if (report.DamageNote is { } damage)
        {
            Line($"note: {damage}");
        }

        Line(Invariant($"{report.FramesOut} of {report.FramesIn} frames in {report.Elapsed.TotalSeconds:0.0} s, {report.FramesPerSecond:0.0} fps; {Polyps(report)} ({report.Segmenter.Engine}, {report.Segmenter.Precision}, {report.Segmenter.Device}, {report.Segmenter.Model})"));
        if (report.Segmenter.Reason.Length > 0)
        {
            Line($"{report.Segmenter.Precision}: {report.Segmenter.Reason}");
        }

        if (report.Segmenter.Notice.Length > 0)
        {
            Line($"note: {report.Segmenter.Notice}");
        }

        if (report.FramesAnalysed < report.FramesOut)
        {
            Line($"the network looked at {report.FramesAnalysed} frames; in the others the masks were carried along");
        }

        Steadiness("masks as shown", report.Steadied);
        Steadiness("the network's own masks", report.Unsteadied);
        if (report.WasInterrupted)
        {
            Line($"interrupted: {report.FramesDropped} frames that were read are not in the output, which ends in order");
        }

        Where("annotated video", options.Output);
        Where("masks", options.Masks);
        Where("detections", options.Detections);
        Where("thumbnails", options.Thumbnails);
        Where("report", options.Report);
        Where("COCO annotations", options.Coco);
        Where("YOLO labels", options.Yolo);
        Where("touched pixels", options.Touched);
    }

    private static string Polyps(FileJobReport report) => report.Polyps is { } polyps
        ? $"{polyps} {(polyps == 1 ? "polyp" : "polyps")}, in {report.FramesWithPolyps} frames"
        : $"polyps in {report.FramesWithPolyps} frames";

    private static void Steadiness(string what, Steadiness? steadiness)
    {
        if (steadiness is not null)
        {
            string overlap = steadiness.MeanOverlap is { } mean ? Invariant($"{mean:0.000}") : "none to compare";
            Line(Invariant($"{what}: overlap of neighbouring frames {overlap}, {steadiness.BreaksPerMinute:0.0} losses a minute, {steadiness.Polyps} polyps"));
        }
    }

    private async Task FollowWithLinesAsync(FileJob job, Task run)
    {
        while (await Task.WhenAny(run, Task.Delay(LineInterval, time)) != run)
        {
            long frames = job.Ledger.Delivered;
            string of = job.Video.ExpectedFrames is { } expected ? $" of {expected}" : "";
            string left = Left(job, frames) is { } remaining ? $", {DurationText.Of(remaining)} left" : "";
            Line(Invariant($"{frames}{of} frames, {Rate(frames):0.0} fps{left}"));
        }
    }

    private async Task FollowWithBarAsync(FileJob job, Task run)
    {
        Progress progress = _console.Progress().AutoClear(true).Columns(
            new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new SpinnerColumn());
        await progress.StartAsync(async context =>
        {
            long? expected = job.Video.ExpectedFrames;
            ProgressTask task = context.AddTask("starting", maxValue: expected ?? 1);
            task.IsIndeterminate = expected is null;
            while (await Task.WhenAny(run, Task.Delay(BarInterval, time)) != run)
            {
                long frames = job.Ledger.Delivered;
                task.Value = expected is null ? 0 : frames;
                string left = Left(job, frames) is { } remaining ? $", {DurationText.Of(remaining)} left" : "";
                task.Description = Invariant($"{frames} frames, {Rate(frames):0.0} fps{left}");
            }
        });
    }

    private double Rate(long frames) => frames / Math.Max(time.GetElapsedTime(_start).TotalSeconds, 0.001);

    private TimeSpan? Left(FileJob job, long frames) =>
        job.Video.ExpectedFrames is { } expected && frames > 0 ? TimeSpan.FromSeconds(Math.Max(expected - frames, 0) / Rate(frames)) : null;

    private void Where(string what, string? path)
    {
        if (path is not null)
        {
            Line($"{what}: {path}");
        }
    }

    // Not through Spectre: it would break lines and take [brackets] in names for markup.
    private static void Line(string text) => Console.Error.WriteLine(text);

    private static string Milliseconds(TimeSpan duration) => duration.TotalMilliseconds.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
