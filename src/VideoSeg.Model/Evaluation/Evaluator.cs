using System.Collections.Immutable;
using System.ComponentModel.DataAnnotations;
using System.Diagnostics;
using VideoSeg.Model.Data;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Evaluation;

/// <summary>
/// Runs a network over samples and scores each at its original resolution: the probabilities are enlarged to the picture's size, cut at the threshold
/// and compared with the mask. Of a network with several planes their sum counts (<see cref="ForegroundPlane"/>); where the masks hold class indices
/// each class is scored by itself too (<see cref="ClassScores"/>).
/// </summary>
/// <remarks>
/// Pictures are decoded ahead on the thread pool while the network works, a bounded number of them, and reach it in their order and in full
/// batches, so that a repetition computes the very same. Not for two calls at a time.
/// </remarks>
public sealed class Evaluator
{
    private readonly ISegmenter _segmenter;
    private readonly EvaluationOptions _options;
    private readonly ProbabilityResizer _resizer;
    private readonly int _batch;
    private readonly int _decodeAhead = Math.Min(8, Environment.ProcessorCount);
    private readonly RegionFilter _filter = new();
    private readonly ClassMasks? _classes;
    private byte[] _mask = [];
    private float[] _foreground = [];
    private PixelHistogram? _histogram;
    private ThresholdSweep? _sweep;
    private WorstCases? _worst;
    private string? _classFault;

    /// <summary>Creates an evaluator on a segmenter, which stays the caller's.</summary>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    public Evaluator(ISegmenter segmenter, EvaluationOptions options)
    {
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        _segmenter = segmenter;
        _options = options;
        _resizer = new ProbabilityResizer(segmenter.Info.Width, segmenter.Info.Height);
        _classes = segmenter.Info.Classes.Length > 1 ? new ClassMasks(segmenter.Info) : null;
        bool isCpu = segmenter.Info.Device == "cpu";
        _batch = Math.Min(options.Batch ?? (isCpu ? 1 : 16), segmenter.Info.MaxBatch);
    }

    /// <summary>Evaluates all samples.</summary>
    /// <param name="samples">What to evaluate.</param>
    /// <param name="progress">Told the number of samples done, after each batch; called in turn.</param>
    /// <param name="cancellationToken">Ends the evaluation early.</param>
    /// <exception cref="VideoSegException">A picture or mask cannot be read, a mask is of another size than its picture, or the engine failed.</exception>
    public async Task<EvaluationResult> EvaluateAsync(
        IReadOnlyList<SegmentationSample> samples, IProgress<int>? progress = null, CancellationToken cancellationToken = default)
    {
        long start = Stopwatch.GetTimestamp();
        var results = new SampleScores[samples.Count];
        TimeSpan preprocess = default, inference = default;
        int done = 0, classes = _classes is null ? 0 : _segmenter.Info.Classes.Length;
        _classFault = null;
        _histogram = _options.Histogram ? new PixelHistogram() : null;
        _sweep = _options.SweepAreas.IsEmpty ? null : new ThresholdSweep(_options.SweepAreas);
        _worst = _options.WorstCases > 0 ? new WorstCases(_options.WorstCases) : null;
        await using var reader = new ReadAhead<LoadedSample>(samples.Count, _batch + _decodeAhead, i => LoadedSample.Read(samples[i], classes));
        var batch = new List<LoadedSample>(_batch);
        while (!reader.IsAtEnd)
        {
            batch.Clear();
            while (batch.Count < _batch && !reader.IsAtEnd)
            {
                batch.Add(await reader.NextAsync(cancellationToken));
            }

            using Segmentation segmentation = await _segmenter.SegmentAsync([.. batch.Select(s => s.Picture)], cancellationToken);
            preprocess += segmentation.PreprocessTime;
            inference += segmentation.InferenceTime;
            for (int i = 0; i < batch.Count; i++)
            {
                results[done++] = Score(batch[i], segmentation, i);
            }

            progress?.Report(done);
        }

        return new EvaluationResult(ImmutableArray.Create(results), preprocess, inference, Stopwatch.GetElapsedTime(start))
        {
            ClassNames = _segmenter.Info.Classes,
            ClassFault = _classFault,
            Histogram = _histogram,
            Sweep = _sweep?.Points ?? [],
            Worst = _worst?.Cases ?? [],
        };
    }

    private SampleScores Score(LoadedSample sample, Segmentation segmentation, int index)
    {
        int width = sample.Picture.Width, height = sample.Picture.Height;
        if (_mask.Length < width * height)
        {
            _mask = new byte[width * height];
        }

        _options.Observer?.Observe(sample.Sample, sample.Picture, sample.Mask, segmentation, index);
        _classFault ??= sample.ClassFault;
        Span<float> plane = ForegroundPlane.Of(segmentation, index, ref _foreground);
        Gather(plane, sample.Mask);
        _filter.RemoveSmall(plane, segmentation.Width, segmentation.Height, _options.Threshold, _options.MinArea);
        Span<byte> mask = _mask.AsSpan(0, width * height);
        _resizer.Threshold(plane, width, height, _options.Threshold, mask, width);
        ConfusionCounts counts = ConfusionCounts.Compare(mask, sample.Mask.Data);
        ConfusionCounts[] classes = sample.Classes is { } indices ? _classes!.Count(segmentation, index, width, height, mask, indices.Data) : [];
        var scores = new SampleScores(sample.Sample.Name, width, height, counts, ImageScores.From(counts))
        {
            Sequence = _options.Sequences.TryGetValue(sample.Sample.Name, out int sequence) ? sequence : null,
            Classes = [.. classes],
        };
        _worst?.Add(scores, sample.Picture, mask, sample.Mask.Data);
        return scores;
    }

    /// <summary>Adds the picture to the curves.</summary>
    private void Gather(ReadOnlySpan<float> plane, Picture mask)
    {
        _sweep?.Add(plane, _resizer, mask.Data, mask.Width, mask.Height);
        if (_histogram is null)
        {
            return;
        }

        ProbabilityResizer.Rows rows = _resizer.Begin(plane, mask.Width, mask.Height);
        for (int y = 0; y < mask.Height; y++)
        {
            _histogram.Add(rows.Row(y), mask.Data.AsSpan(y * mask.Width, mask.Width));
        }
    }

    private sealed record LoadedSample(SegmentationSample Sample, Picture Picture, Picture Mask, Picture? Classes, string? ClassFault)
    {
        public static LoadedSample Read(SegmentationSample sample, int classes)
        {
            Picture picture = ImageFile.Read(sample.ImagePath);
            Picture mask = MaskFile.Read(sample.MaskPath, picture.Width, picture.Height);
            if (classes == 0)
            {
                return new(sample, picture, mask, null, null);
            }

            try
            {
                return new(sample, picture, mask, MaskFile.ReadClasses(sample.MaskPath, picture.Width, picture.Height, classes), null);
            }
            catch (VideoSegException e) when (e.Kind == FaultKind.Input)
            {
                // A mask without classes still tells polyp from background.
                return new(sample, picture, mask, null, e.Message);
            }
        }
    }
}
