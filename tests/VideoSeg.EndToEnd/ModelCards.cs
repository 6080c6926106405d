using System.Globalization;
using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd;

/// <summary>The scores that a model card states, read from its table.</summary>
internal static class ModelCards
{
    /// <summary>Scores by the name of the set (<c>Kvasir-SEG official 120</c>): images, then dice, iou, precision, recall, f2, miou2.</summary>
    public static IReadOnlyDictionary<string, double[]> Scores(string card) => File.ReadLines(Repository.At("models", card))
        .Where(line => line.StartsWith('|'))
        .Select(line => line.Trim('|').Split('|').Select(cell => cell.Trim().Trim('*')).ToArray())
        .Where(cells => cells.Length == 8 && cells.Skip(1).All(cell => double.TryParse(cell, CultureInfo.InvariantCulture, out _)))
        .ToDictionary(cells => cells[0], cells => cells.Skip(1).Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray());
}
