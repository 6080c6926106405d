using System.Collections.Immutable;
using System.Diagnostics;
using VideoSeg.Model.Data;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Evaluation;

/// <summary>
/// Runs a network over samples and scores each at its original resolution: the probabilities are enlarged to the picture's size, cut at the threshold
/// and compared with the mask. Of a network with several planes a pixel's largest probability counts.
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
    private byte[] _mask = [];

    /// <summary>Creates an evaluator on a segmenter, which stays the caller's.</summary>
    public Evaluator(ISegmenter segmenter, EvaluationOptions options)
    {
        _segmenter = segmenter;
        _options = options;
        _resizer = new ProbabilityResizer(segmenter.Info.Width, segmenter.Info.Height);
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
        int done = 0;
        await using var reader = new ReadAhead<LoadedSample>(samples.Count, _batch + _decodeAhead, i => LoadedSample.Read(samples[i]));
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

        return new EvaluationResult(ImmutableArray.Create(results), preprocess, inference, Stopwatch.GetElapsedTime(start));
    }

    private SampleScores Score(LoadedSample sample, Segmentation segmentation, int index)
    {
        int width = sample.Picture.Width, height = sample.Picture.Height;
        if (_mask.Length < width * height)
        {
            _mask = new byte[width * height];
        }

        Span<byte> mask = _mask.AsSpan(0, width * height);
        _resizer.Threshold(ForegroundPlane.Of(segmentation, index), width, height, _options.Threshold, mask, width);
        ConfusionCounts counts = ConfusionCounts.Compare(mask, sample.Mask.Data);
        return new SampleScores(sample.Sample.Name, width, height, counts, ImageScores.From(counts))
        {
            Sequence = _options.Sequences.TryGetValue(sample.Sample.Name, out int sequence) ? sequence : null,
        };
    }

    private sealed record LoadedSample(SegmentationSample Sample, Picture Picture, Picture Mask)
    {
        public static LoadedSample Read(SegmentationSample sample)
        {
            Picture picture = ImageFile.Read(sample.ImagePath);
            return new LoadedSample(sample, picture, MaskFile.Read(sample.MaskPath, picture.Width, picture.Height));
        }
    }
}
