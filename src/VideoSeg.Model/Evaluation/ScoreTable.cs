using System.Globalization;
using System.Text;

namespace VideoSeg.Model.Evaluation;

/// <summary>
/// The scores of an evaluation as a CSV file: a header, then one line a sample. Opened before the work, so that a file that cannot be
/// written is known at once. Not for two threads at a time.
/// </summary>
public sealed class ScoreTable : IDisposable
{
    /// <summary>The header.</summary>
    public const string Header = "name,width,height,dice,iou,precision,recall,f2,miou2,true_positives,false_positives,false_negatives,true_negatives,polyp_share,sequence";

    private readonly string _path;
    private readonly bool _isNew;
    private readonly FileStream _stream;
    private bool _isWritten;

    /// <summary>Opens the file for writing; what is in it stays until <see cref="Write"/>.</summary>
    /// <exception cref="VideoSegException">The file cannot be written (<see cref="FaultKind.Output"/>).</exception>
    public ScoreTable(string path)
    {
        _path = path;
        _isNew = !File.Exists(path);
        try
        {
            _stream = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault(e);
        }
    }

    /// <summary>Writes the table, replacing what is in the file.</summary>
    /// <exception cref="VideoSegException">The file cannot be written (<see cref="FaultKind.Output"/>).</exception>
    public void Write(EvaluationResult result)
    {
        byte[] table = Encoding.UTF8.GetBytes(string.Concat(result.Samples.Select(Line).Prepend(Header).Select(line => line + '\n')));
        try
        {
            if (_stream.Length > 0)
            {
                _stream.SetLength(0);
            }

            _stream.Write(table);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault(e);
        }

        _isWritten = true;
    }

    /// <summary>Closes the file; one that was not there before and got no table is deleted.</summary>
    public void Dispose()
    {
        _stream.Dispose();
        if (_isNew && !_isWritten)
        {
            File.Delete(_path);
        }
    }

    private static string Line(SampleScores sample)
    {
        ImageScores s = sample.Scores;
        ConfusionCounts c = sample.Counts;
        return string.Create(CultureInfo.InvariantCulture,
            $"{Quote(sample.Name)},{sample.Width},{sample.Height},{s.Dice:F6},{s.IoU:F6},{s.Precision:F6},{s.Recall:F6},{s.F2:F6},{s.TwoClassIoU:F6}," +
            $"{c.TruePositives},{c.FalsePositives},{c.FalseNegatives},{c.TrueNegatives},{sample.PolypShare:F6},{sample.Sequence}");
    }

    private static string Quote(string name) =>
        name.AsSpan().IndexOfAny(",\"\n\r") < 0 ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private VideoSegException Fault(Exception e) => new(FaultKind.Output, $"{_path}: the scores cannot be written: {e.Message}", e);
}
