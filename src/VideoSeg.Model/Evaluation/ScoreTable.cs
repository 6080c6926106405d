using System.Globalization;

namespace VideoSeg.Model.Evaluation;

/// <summary>The scores of an evaluation as CSV: a header, then one line a sample.</summary>
public static class ScoreTable
{
    /// <summary>The header.</summary>
    public const string Header = "name,width,height,dice,iou,precision,recall,f2,miou2,true_positives,false_positives,false_negatives,true_negatives";

    /// <summary>Writes the table, replacing a file that is there.</summary>
    /// <exception cref="VideoSegException">The file cannot be written (<see cref="FaultKind.Output"/>).</exception>
    public static void Write(string path, EvaluationResult result)
    {
        try
        {
            File.WriteAllLines(path, result.Samples.Select(Line).Prepend(Header));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Output, $"{path}: cannot be written: {e.Message}", e);
        }
    }

    private static string Line(SampleScores sample)
    {
        ImageScores s = sample.Scores;
        ConfusionCounts c = sample.Counts;
        return string.Create(CultureInfo.InvariantCulture,
            $"{Quote(sample.Name)},{sample.Width},{sample.Height},{s.Dice:F6},{s.IoU:F6},{s.Precision:F6},{s.Recall:F6},{s.F2:F6},{s.TwoClassIoU:F6}," +
            $"{c.TruePositives},{c.FalsePositives},{c.FalseNegatives},{c.TrueNegatives}");
    }

    private static string Quote(string name) =>
        name.AsSpan().IndexOfAny(",\"\n\r") < 0 ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
