using System.Collections.Immutable;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Evaluation;

/// <summary>
/// Scores pictures at many thresholds and smallest areas at once, each exactly as an evaluation with them would. Keeps sums only, so that its memory
/// does not grow with the data set. Not for two threads at a time.
/// </summary>
public sealed class ThresholdSweep
{
    private readonly ComponentFinder _components = new();
    private readonly RegionFilter _filter = new();
    private readonly ImmutableArray<double> _areas;
    private readonly Sum[,] _sums;
    private float[] _plane = [];
    private byte[] _mask = [];
    private int _pictures;

    /// <summary>Prepares a sweep over <see cref="Thresholds"/> and some smallest areas.</summary>
    public ThresholdSweep(IEnumerable<double> areas)
    {
        _areas = [.. areas.Order()];
        _sums = new Sum[Thresholds.Length, _areas.Length];
    }

    /// <summary>The thresholds: 0.05 to 0.95 in steps of 0.05.</summary>
    public static ImmutableArray<float> Thresholds { get; } = [.. Enumerable.Range(1, 19).Select(i => i / 20f)];

    /// <summary>The mean of the pictures so far for each threshold and area, ordered by both.</summary>
    public ImmutableArray<SweepPoint> Points =>
        [.. Enumerable.Range(0, Thresholds.Length).SelectMany(t => _areas.Select((area, a) => _sums[t, a].ToPoint(Thresholds[t], area, _pictures)))];

    /// <summary>Adds a picture.</summary>
    /// <param name="plane">Its probabilities, row after row, as large as <paramref name="resizer"/> takes.</param>
    /// <param name="resizer">Enlarges them.</param>
    /// <param name="truth">Its mask, <paramref name="width"/> x <paramref name="height"/>.</param>
    /// <param name="width">Width of the picture in pixels.</param>
    /// <param name="height">Height of the picture in pixels.</param>
    public void Add(ReadOnlySpan<float> plane, ProbabilityResizer resizer, ReadOnlySpan<byte> truth, int width, int height)
    {
        if (_plane.Length < plane.Length)
        {
            _plane = new float[plane.Length];
        }

        if (_mask.Length < width * height)
        {
            _mask = new byte[width * height];
        }

        Span<float> kept = _plane.AsSpan(0, plane.Length);
        Span<byte> mask = _mask.AsSpan(0, width * height);
        for (int t = 0; t < Thresholds.Length; t++)
        {
            _components.Find(plane, resizer.Width, resizer.Height, Thresholds[t]);
            int before = -1;
            ConfusionCounts counts = default;
            for (int a = 0; a < _areas.Length; a++)
            {
                // Mostly the next larger area removes nothing more, and the last counts hold.
                int removed = CountBelow(_areas[a] * plane.Length);
                if (removed != before)
                {
                    plane.CopyTo(kept);
                    _filter.RemoveSmall(kept, resizer.Width, resizer.Height, Thresholds[t], _areas[a]);
                    resizer.Threshold(kept, width, height, Thresholds[t], mask, width);
                    counts = ConfusionCounts.Compare(mask, truth);
                    before = removed;
                }

                _sums[t, a].Add(counts);
            }
        }

        _pictures++;
    }

    private int CountBelow(double cells)
    {
        int count = 0;
        foreach (ref readonly CellComponent component in _components.Components)
        {
            count += component.Cells < cells ? 1 : 0;
        }

        return count;
    }

    private struct Sum
    {
        private double _dice;
        private double _iou;
        private double _precision;
        private double _recall;
        private double _f2;
        private double _twoClassIoU;
        private int _missed;
        private int _markedEmpty;

        public void Add(ConfusionCounts counts)
        {
            ImageScores scores = ImageScores.From(counts);
            _dice += scores.Dice;
            _iou += scores.IoU;
            _precision += scores.Precision;
            _recall += scores.Recall;
            _f2 += scores.F2;
            _twoClassIoU += scores.TwoClassIoU;
            bool isEmpty = counts.TruePositives + counts.FalseNegatives == 0;
            _missed += !isEmpty && counts.TruePositives == 0 ? 1 : 0;
            _markedEmpty += isEmpty && counts.FalsePositives > 0 ? 1 : 0;
        }

        public readonly SweepPoint ToPoint(float threshold, double area, int n) =>
            new(threshold, area, new ImageScores(_dice / n, _iou / n, _precision / n, _recall / n, _f2 / n, _twoClassIoU / n), _missed, _markedEmpty);
    }
}
