using System.Collections.Immutable;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Tracking;

namespace VideoSeg.Pipeline.Scores;

/// <summary>
/// Follows the polyps of the truth through one sequence: a polyp goes on where its box overlaps the one it had last, those that overlap most first;
/// and where a frame and the one before hold but one polyp each, it is the same one. Out of sight for longer than the gap, it is another when it comes back.
/// </summary>
internal sealed class TruthTracker(int sequence, int longestGap)
{
    private readonly List<TruePolyp> _live = [];
    private readonly List<TruePolyp> _all = [];

    /// <summary>The polyps so far, in the order of their first frames.</summary>
    public ImmutableArray<TruePolyp> Polyps => [.. _all];

    /// <summary>Takes the boxes of the next frame; returns the polyp of each.</summary>
    public TruePolyp[] Follow(int frame, IReadOnlyList<PixelRegion> boxes)
    {
        _live.RemoveAll(polyp => frame - polyp.LastFrame > longestGap);
        var chosen = new TruePolyp?[boxes.Count];
        var pairs = new List<(double Overlap, TruePolyp Polyp, int Box)>();
        foreach (TruePolyp polyp in _live)
        {
            pairs.AddRange(boxes.Select((box, i) => (PolypTracker.Overlap(polyp.Box, box), polyp, i)).Where(pair => pair.Item1 > 0));
        }

        foreach ((_, TruePolyp polyp, int box) in pairs.OrderByDescending(pair => pair.Overlap))
        {
            if (chosen[box] is null && !chosen.Contains(polyp))
            {
                chosen[box] = polyp;
            }
        }

        if (boxes.Count == 1 && chosen[0] is null && _live.FindAll(polyp => polyp.LastFrame == frame - 1) is [var only])
        {
            chosen[0] = only;
        }

        for (int i = 0; i < chosen.Length; i++)
        {
            chosen[i] ??= Begin(frame);
            chosen[i]!.See(frame, boxes[i]);
        }

        return chosen!;
    }

    private TruePolyp Begin(int frame)
    {
        var polyp = new TruePolyp(sequence, frame);
        _live.Add(polyp);
        _all.Add(polyp);
        return polyp;
    }
}
