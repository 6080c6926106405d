using System.Collections.Immutable;
using System.Globalization;
using Spectre.Console;
using VideoSeg.Pipeline.Batch;
using VideoSeg.Pipeline.Jobs;

namespace VideoSeg.Host.Commands;

/// <summary>Shows a batch on standard error: each recording with its progress, and a table at the end.</summary>
internal sealed class BatchConsole(RecordingList list, TimeProvider time) : IBatchProgress
{
    /// <summary>Rows that a table shows; the file of the summary has all.</summary>
    private const int MaximumRows = 40;

    private bool _isBegun;

    /// <inheritdoc/>
    public void Begin(BatchItem item, int number, int count)
    {
        if (!_isBegun)
        {
            _isBegun = true;
            Line($"{count} recordings" + (list.OtherFiles > 0 ? $"; {list.OtherFiles} other files were left alone" : ""));
        }

        Line($"[{number}/{count}] {item.Recording.Input}");
    }

    /// <inheritdoc/>
    public Task FollowAsync(FileJob job, Task run) => new ProcessConsole(time).FollowAsync(job, run);

    /// <inheritdoc/>
    public void End(BatchRow row) => Line(row.Status switch
    {
        BatchStatus.Done => string.Create(CultureInfo.InvariantCulture,
            $"done: {row.Frames} frames in {row.Seconds:0.0} s{(row.Polyps is { } polyps ? $", {polyps} polyps" : "")}: {row.Output}{(row.Message.Length > 0 ? $" ({row.Message})" : "")}"),
        BatchStatus.Skipped => $"done before: {row.Input}",
        BatchStatus.Interrupted => $"interrupted: {row.Input}",
        _ => $"failed: {row.Message}",
    });

    /// <summary>Shows how it went and where the summary lies.</summary>
    public void Summarise(ImmutableArray<BatchRow> rows, int recordings, string summary)
    {
        var table = new Table().Border(TableBorder.Rounded).AddColumn("recording").AddColumn("status");
        foreach (string column in new[] { "frames", "seconds", "fps", "polyps" })
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        // Those that failed are what a person looks for.
        foreach (BatchRow row in rows.OrderBy(row => row.Status != BatchStatus.Failed).Take(MaximumRows))
        {
            bool isDone = row.Status == BatchStatus.Done;
            table.AddRow(
                Markup.Escape(row.Input), row.Status.ToString().ToLowerInvariant(), Text(row.Frames, isDone), Text(row.Seconds, isDone, "0.0"),
                Text(row.Seconds > 0 ? row.Frames / row.Seconds : 0, isDone, "0.0"), Text(row.Polyps ?? 0, isDone && row.Polyps is not null));
        }

        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }).Write(table);
        if (rows.Length > MaximumRows)
        {
            Line($"... and {rows.Length - MaximumRows} more");
        }

        int Count(BatchStatus status) => rows.Count(row => row.Status == status);
        int left = recordings - rows.Length;
        Line($"{Count(BatchStatus.Done)} done, {Count(BatchStatus.Skipped)} done before, {Count(BatchStatus.Failed)} failed" +
            (left + Count(BatchStatus.Interrupted) > 0 ? $", {left + Count(BatchStatus.Interrupted)} not done: the same command with --resume goes on" : ""));
        Line($"summary: {summary}");
    }

    private static string Text(double value, bool isKnown, string format = "0") => isKnown ? value.ToString(format, CultureInfo.InvariantCulture) : "";

    private static void Line(string text) => Console.Error.WriteLine(text);
}
