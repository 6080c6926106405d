using System.Globalization;
using System.Text;
using VideoSeg.Model;

namespace VideoSeg.Pipeline.Batch;

/// <summary>
/// The table of a batch, a CSV file (RFC 4180) in its output folder, written anew after each recording: for people, and for resuming, which
/// trusts it and not the mere presence of a file.
/// </summary>
public sealed class BatchRecord
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "videoseg-summary.csv";

    private const string Header = "input,output,status,frames,seconds,fps,polyps,frames_with_polyps,message";
    private readonly List<BatchRow> _rows = [];

    private BatchRecord(string path) => Path = path;

    /// <summary>Where it lies.</summary>
    public string Path { get; }

    /// <summary>The recordings, in the order in which they were worked on; those of earlier runs first.</summary>
    public IReadOnlyList<BatchRow> Rows => _rows;

    /// <summary>Opens the record of an output folder: empty where there is none yet.</summary>
    /// <exception cref="VideoSegException">It is there and cannot be read, or is none (<see cref="FaultKind.Input"/>).</exception>
    public static BatchRecord Open(string folder)
    {
        var record = new BatchRecord(System.IO.Path.Combine(folder, FileName));
        if (File.Exists(record.Path))
        {
            try
            {
                record._rows.AddRange(Parse(File.ReadAllText(record.Path)));
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or ArgumentException or OverflowException)
            {
                throw new VideoSegException(FaultKind.Input,
                    $"expected the summary of a batch in '{record.Path}', it cannot be read: {e.Message} Move it away to begin anew.", e);
            }
        }

        return record;
    }

    /// <summary>Whether an earlier run finished the recording, with these very results.</summary>
    public bool IsDone(BatchItem item) =>
        item.IsDone && _rows.Exists(row => row.Status == BatchStatus.Done && row.Input == item.Recording.Input && row.Output == item.Job.Output);

    /// <summary>Adds a row, in place of an earlier one of the same recording, and writes the file. A skipped one keeps the row it has.</summary>
    /// <exception cref="VideoSegException">The file cannot be written (<see cref="FaultKind.Output"/>).</exception>
    public void Add(BatchRow row)
    {
        if (row.Status == BatchStatus.Skipped)
        {
            return;
        }

        _rows.RemoveAll(old => old.Output == row.Output);
        _rows.Add(row);
        string partial = Path + ".partial";
        try
        {
            File.WriteAllText(partial, Header + "\n" + string.Concat(_rows.Select(Line)));
            File.Move(partial, Path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Output, $"cannot write the summary '{Path}': {e.Message}", e);
        }
    }

    private static string Line(BatchRow row)
    {
        double fps = row.Seconds > 0 ? row.Frames / row.Seconds : 0;
        string[] fields =
        [
            row.Input, row.Output, row.Status.ToString().ToLowerInvariant(), Text(row.Frames), Text(Math.Round(row.Seconds, 2)), Text(Math.Round(fps, 2)),
            row.Polyps is { } polyps ? Text(polyps) : "", Text(row.FramesWithPolyps), row.Message,
        ];
        return string.Join(',', fields.Select(Quote)) + "\n";
    }

    private static IEnumerable<BatchRow> Parse(string text)
    {
        List<List<string>> lines = [.. Split(text)];
        if (lines.Count == 0 || string.Join(',', lines[0]) != Header)
        {
            throw new FormatException($"expected the columns {Header}.");
        }

        foreach (List<string> fields in lines.Skip(1))
        {
            if (fields.Count != 9)
            {
                throw new FormatException($"expected 9 fields in a line, found {fields.Count}.");
            }

            yield return new BatchRow(
                fields[0], fields[1], Enum.Parse<BatchStatus>(fields[2], ignoreCase: true), long.Parse(fields[3], CultureInfo.InvariantCulture),
                double.Parse(fields[4], CultureInfo.InvariantCulture), long.Parse(fields[7], CultureInfo.InvariantCulture),
                fields[6].Length > 0 ? int.Parse(fields[6], CultureInfo.InvariantCulture) : null, fields[8]);
        }
    }

    private static IEnumerable<List<string>> Split(string text)
    {
        var fields = new List<string>();
        var field = new StringBuilder();
        bool quoted = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
            {
                field.Append('"');
                i++;
            }
            else if (c == '"')
            {
                quoted = !quoted;
            }
            else if (!quoted && c is ',' or '\n' && !quoted)
            {
                fields.Add(field.ToString());
                field.Clear();
                if (c == '\n')
                {
                    yield return fields;
                    fields = [];
                }
            }
            else if (quoted || c != '\r')
            {
                field.Append(c);
            }
        }

        if (field.Length > 0 || fields.Count > 0)
        {
            fields.Add(field.ToString());
            yield return fields;
        }
    }

    private static string Quote(string field) => field.AsSpan().IndexOfAny(",\"\n\r") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Text(IFormattable value) => value.ToString(null, CultureInfo.InvariantCulture);
}
