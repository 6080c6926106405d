using VideoSeg.Model.Evaluation;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Training;

/// <summary>Scores a network on the hold-out, whose pictures it keeps in memory. Owns its tensors; used on the training thread.</summary>
internal sealed class HoldoutScorer : IDisposable
{
    private const int Batch = 8;

    private readonly TrainingConfig _config;
    private readonly ComputeTarget _target;
    private readonly int _size;
    private readonly SampleCache _cache;
    private readonly Picture[] _masks;
    private readonly int _classes;
    private readonly int _kinds;
    private readonly SegmenterInfo _info;

    public HoldoutScorer(IReadOnlyList<ITrainingSample> holdout, int size, TrainingConfig config, ComputeTarget target, CancellationToken cancellationToken)
    {
        (_config, _size, _target) = (config, size, target);
        (_classes, _kinds) = (config.Classes.Length, config.Kinds);
        _info = new SegmenterInfo("training", "", target.Device.ToString(), config.Name, size, size, ClassNames.Foreground(config.Classes), Batch);
        _masks = new Picture[holdout.Count];
        _cache = SampleCache.Load(holdout, size, _kinds, target.Device, cancellationToken, _masks);
    }

    /// <summary>Scores <paramref name="network"/>, without augmentation.</summary>
    /// <exception cref="OperationCanceledException">The scoring was cancelled; asked before every batch.</exception>
    public HoldoutScores Score(TorchNetwork network, CancellationToken cancellationToken)
    {
        double loss = 0;
        var polyps = new ImageScores[_cache.Count];
        var classes = new ConfusionCounts[_cache.Count][];
        for (int first = 0; first < _cache.Count; first += Batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(Batch, _cache.Count - first), offset = first;
            using var segmentation = new Segmentation(count, _kinds, _size, _size);
            loss += Predict(network, first, count, _classes - _kinds, segmentation.Probabilities) * count;
            Parallel.For(0, count, i => (polyps[offset + i], classes[offset + i]) = ScoreOne(segmentation, i, _masks[offset + i]));
        }

        ImageScores any = ImageScores.Mean(polyps), own = _kinds == 1 ? any : Pool(classes);
        return new(loss / _cache.Count, own.Dice, own.IoU, any.Dice);
    }

    /// <summary>Draws the first held-out pictures with truth and prediction, as the bytes of a PNG file.</summary>
    public byte[] DrawPredictions(TorchNetwork network)
    {
        int count = Math.Min(PredictionSheet.Pictures, _cache.Count), plane = _size * _size * _classes;
        float[] probabilities = new float[count * plane];
        Predict(network, 0, count, firstPlane: 0, probabilities);
        using Tensor images = _cache.Images.Narrow(0, 0, count).To(Device.Cpu);
        using Tensor masks = _cache.Masks.Narrow(0, 0, count).To(Device.Cpu);
        var sheet = PredictionSheet.Draw(_size, images.ToArray<byte>(), masks.ToArray<byte>(), probabilities, _config);
        return ImageFile.Encode(sheet, ImageContainer.Png);
    }

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    /// <summary>
    /// Of each class the scores over the pixels of all pictures together, as <c>evaluate</c> tells the classes apart, and their mean. Taken picture by
    /// picture, a class that most pictures lack would mostly score 1 for not being found. Classes that no picture shows have no part.
    /// </summary>
    internal static ImageScores Pool(IReadOnlyList<ConfusionCounts[]> pictures)
    {
        ConfusionCounts[] sums = [.. Enumerable.Range(0, pictures[0].Length).Select(kind => pictures.Aggregate(default(ConfusionCounts), (sum, counts) => sum + counts[kind]))];
        ConfusionCounts[] shown = [.. sums.Where(sum => sum.TruePositives + sum.FalseNegatives > 0)];
        return ImageScores.Mean([.. (shown.Length > 0 ? shown : sums).Select(ImageScores.From)]);
    }

    /// <summary>Runs a batch; fills <paramref name="probabilities"/> with the planes from <paramref name="firstPlane"/> on and returns the mean loss.</summary>
    private double Predict(TorchNetwork network, int first, int count, int firstPlane, Span<float> probabilities)
    {
        using TensorScope scope = TensorScope.Enter();
        using IDisposable guard = Autograd.NoGrad();
        Tensor images = _cache.Images.Narrow(0, first, count).To(ScalarType.Float32).Div_(255);
        Tensor targets = _cache.Masks.Narrow(0, first, count).To(ScalarType.Float32);
        Tensor logits = network.Forward(images, training: false, _target.Type);
        Tensor shares = ClassProbabilities.Of(logits).Narrow(1, firstPlane, _classes - firstPlane);
        shares.To(Device.Cpu).CopyTo(probabilities[..(count * _size * _size * (_classes - firstPlane))]);
        return SegmentationLoss.Compute(logits, targets, _config.Loss).Item();
    }

    /// <summary>The scores of polyps of whatever class, and of several classes the counts of each.</summary>
    private (ImageScores Polyps, ConfusionCounts[] Classes) ScoreOne(Segmentation segmentation, int index, Picture mask)
    {
        float[] sum = [];
        Span<float> plane = ForegroundPlane.Of(segmentation, index, ref sum);
        byte[] predicted = new byte[mask.Width * mask.Height];
        new ProbabilityResizer(_size, _size).Threshold(plane, mask.Width, mask.Height, (float)_config.Threshold, predicted, mask.Width);
        ConfusionCounts[] classes = _kinds == 1 ? [] : new ClassMasks(_info).Count(segmentation, index, mask.Width, mask.Height, predicted, mask.Data);
        return (ImageScores.From(ConfusionCounts.Compare(predicted, mask.Data)), classes);
    }
}
