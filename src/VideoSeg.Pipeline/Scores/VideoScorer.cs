using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Runtime.InteropServices;
using VideoSeg.Model.Data;
using VideoSeg.Model.Evaluation;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Segment;
using VideoSeg.Pipeline.Tracking;

namespace VideoSeg.Pipeline.Scores;

/// <summary>
/// Scores the frames of sequences as video: their probabilities go through the same steadying and following as those of <c>process</c>, and what that
/// would show is compared with the truth. Frames come in their order, one sequence after the other. Not for two threads at a time.
/// </summary>
public sealed class VideoScorer : IEvaluationObserver, IDisposable
{
    private readonly VideoScoreOptions _options;
    private readonly PolypSet _polyps = new();
    private readonly Dictionary<int, bool> _shown = [];
    private readonly ImmutableArray<TruePolyp>.Builder _done = ImmutableArray.CreateBuilder<TruePolyp>();
    private SteadyPolyps? _steady;
    private TruthTracker? _truth;
    private TruthGrid? _grid;
    private int? _sequence;
    private int _frame;
    private int _frames;
    private int _sequences;
    private int _falseAlarms;
    private int _falseFrames;

    /// <summary>For some sequences.</summary>
    /// <param name="options">How to score them.</param>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    /// <exception cref="ArgumentException">Polyps are not followed, or cannot be at so few frames a second.</exception>
    public VideoScorer(VideoScoreOptions options)
    {
        foreach (object part in new object[] { options, options.Polyps, options.Steady })
        {
            Validator.ValidateObject(part, new ValidationContext(part), validateAllProperties: true);
        }

        _options = options.Steady.Enabled && options.FramesPerSecond * options.Steady.MaxGap >= 1
            ? options
            : throw new ArgumentException($"expected polyps to be followed, and at least {1 / options.Steady.MaxGap} frames a second for it", nameof(options));
    }

    /// <inheritdoc/>
    public void Observe(SegmentationSample sample, Picture picture, Picture truth, Segmentation segmentation, int index)
    {
        int sequence = _options.Sequences.TryGetValue(sample.Name, out int number) ? number : 0;
        if (sequence != _sequence)
        {
            EndSequence();
            (_sequence, _frame) = (sequence, 0);
            _sequences++;
            _steady = new SteadyPolyps(_options.Polyps, _options.Steady);
            _truth = new TruthTracker(sequence, (int)Math.Floor(_options.Steady.MaxGap * _options.FramesPerSecond));
        }

        _grid ??= new TruthGrid(segmentation.Width, segmentation.Height);
        _grid.Take(truth, _options.TruthMinArea);
        TruePolyp[] polyps = _truth!.Follow(_frame, _grid.Boxes);
        Find(picture, segmentation, index);
        Compare(polyps, new PixelRegion(0, 0, picture.Width, picture.Height));
        _frame++;
        _frames++;
    }

    /// <summary>What was found; ends the last sequence.</summary>
    public VideoScores Finish()
    {
        EndSequence();
        _sequence = null;
        return new VideoScores
        {
            Options = _options, Sequences = _sequences, Frames = _frames, Polyps = _done.ToImmutable(), FalseAlarms = _falseAlarms, FalseFrames = _falseFrames,
        };
    }

    /// <inheritdoc/>
    public void Dispose() => _steady?.Dispose();

    private unsafe void Find(Picture picture, Segmentation segmentation, int index)
    {
        using var masks = new Segmentation(1, segmentation.Classes, segmentation.Width, segmentation.Height);
        int length = segmentation.Classes * segmentation.Width * segmentation.Height;
        segmentation.Probabilities.Slice(index * length, length).CopyTo(masks.Probabilities);
        fixed (byte* data = picture.Data)
        {
            _steady!.Find(picture.AsPlanes(data), _frame / _options.FramesPerSecond, masks, _polyps);
        }
    }

    /// <summary>Marks the polyps that something shown touches, and counts what touches none.</summary>
    private void Compare(TruePolyp[] polyps, PixelRegion region)
    {
        var touched = new HashSet<int>();
        bool isFalse = false;
        foreach (ref readonly Detection detection in _polyps.Detections)
        {
            var own = new HashSet<int>();
            OutlineCells.Visit(_polyps.Outline(detection), region, _grid!.Width, _grid.Height, cell => own.Add(_grid.Labels[cell]));
            own.Remove(0);
            isFalse |= own.Count == 0;
            touched.UnionWith(own);
            ref bool hasTouched = ref CollectionsMarshal.GetValueRefOrAddDefault(_shown, detection.Track, out _);
            hasTouched |= own.Count > 0;
        }

        touched.Remove(TruthGrid.Speck);
        foreach (int label in touched)
        {
            polyps[label - 1].Mark(_frame);
        }

        _falseFrames += isFalse ? 1 : 0;
    }

    private void EndSequence()
    {
        _steady?.Dispose();
        _steady = null;
        _falseAlarms += _shown.Values.Count(hasTouched => !hasTouched);
        _shown.Clear();
        if (_truth is not null)
        {
            _done.AddRange(_truth.Polyps);
            _truth = null;
        }
    }
}
