using System.Collections.Immutable;
using VideoSeg.Model.Images;

namespace VideoSeg.Model.Evaluation;

/// <summary>
/// Keeps the pictures with the lowest Dice, of equal ones those where more is wrong; only those are drawn. Not for two threads at a time.
/// </summary>
/// <param name="count">How many to keep.</param>
internal sealed class WorstCases(int count)
{
    private static readonly ImageEncoding Encoding = new() { JpegQuality = 85 };

    private readonly List<WorstCase> _cases = [];

    /// <summary>Those so far, the worst first.</summary>
    public ImmutableArray<WorstCase> Cases => [.. _cases];

    /// <summary>Takes a picture that is among the worst so far.</summary>
    /// <param name="sample">How it was done.</param>
    /// <param name="picture">The picture.</param>
    /// <param name="marked">What was marked, at its size.</param>
    /// <param name="truth">What is polyp.</param>
    public void Add(SampleScores sample, Picture picture, ReadOnlySpan<byte> marked, ReadOnlySpan<byte> truth)
    {
        int place = _cases.FindIndex(known => IsWorse(sample, known.Sample));
        place = place < 0 ? _cases.Count : place;
        if (place >= count || sample.Scores.Dice >= 1)
        {
            return;
        }

        Picture drawn = CaseDrawing.Draw(picture, marked, truth);
        _cases.Insert(place, new(sample, ImageFile.Encode(drawn, ImageContainer.Jpeg, Encoding), drawn.Width, drawn.Height));
        if (_cases.Count > count)
        {
            _cases.RemoveAt(count);
        }
    }

    private static bool IsWorse(SampleScores a, SampleScores b) =>
        a.Scores.Dice != b.Scores.Dice ? a.Scores.Dice < b.Scores.Dice : a.PolypShare + a.MarkedShare > b.PolypShare + b.MarkedShare;
}
