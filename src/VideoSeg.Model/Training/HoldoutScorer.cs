using VideoSeg.Model.Data;
using VideoSeg.Model.Evaluation;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;

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

    public HoldoutScorer(IReadOnlyList<SegmentationSample> holdout, int size, TrainingConfig config, ComputeTarget target, CancellationToken cancellationToken)
    {
        (_config, _size, _target) = (config, size, target);
        _cache = SampleCache.Load([.. holdout.Select(s => new FileSample(s))], size, target.Device, cancellationToken);

        // The cache has checked that each is as large as its picture.
        _masks = [.. holdout.Select(s => MaskFile.Read(s.MaskPath))];
    }

    /// <summary>Scores <paramref name="network"/>, without augmentation.</summary>
    /// <exception cref="OperationCanceledException">The scoring was cancelled; asked before every batch.</exception>
    public HoldoutScores Score(TorchNetwork network, CancellationToken cancellationToken)
    {
        double loss = 0;
        var scores = new ImageScores[_cache.Count];
        int plane = _size * _size;
        float[] probabilities = new float[Batch * plane];
        for (int first = 0; first < _cache.Count; first += Batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(Batch, _cache.Count - first);
            loss += Predict(network, first, count, probabilities) * count;
            int offset = first;
            Parallel.For(0, count, i => scores[offset + i] = ScoreOne(probabilities.AsSpan(i * plane, plane), _masks[offset + i]));
        }

        ImageScores mean = ImageScores.Mean(scores);
        return new(loss / _cache.Count, mean.Dice, mean.IoU);
    }

    /// <summary>Draws the first held-out pictures with truth (green) and prediction (blue), as the bytes of a PNG file.</summary>
    public byte[] DrawPredictions(TorchNetwork network)
    {
        int count = Math.Min(PredictionSheet.Pictures, _cache.Count), plane = _size * _size;
        float[] probabilities = new float[count * plane];
        Predict(network, 0, count, probabilities);
        using Tensor images = _cache.Images.Narrow(0, 0, count).To(Device.Cpu);
        using Tensor masks = _cache.Masks.Narrow(0, 0, count).To(Device.Cpu);
        Picture sheet = PredictionSheet.Draw(_size, images.ToArray<byte>(), masks.ToArray<byte>(), probabilities, (float)_config.Threshold);
        return ImageFile.Encode(sheet, ImageContainer.Png);
    }

    /// <inheritdoc/>
    public void Dispose() => _cache.Dispose();

    /// <summary>Runs a batch; fills <paramref name="probabilities"/> and returns the mean loss.</summary>
    private double Predict(TorchNetwork network, int first, int count, Span<float> probabilities)
    {
        using TensorScope scope = TensorScope.Enter();
        using IDisposable guard = Autograd.NoGrad();
        Tensor images = _cache.Images.Narrow(0, first, count).To(ScalarType.Float32).Div_(255);
        Tensor targets = _cache.Masks.Narrow(0, first, count).To(ScalarType.Float32).Div_(255);
        Tensor logits = network.Forward(images, training: false, _target.Type);
        logits.Sigmoid().To(Device.Cpu).CopyTo(probabilities[..(count * _size * _size)]);
        return SegmentationLoss.Compute(logits, targets, _config.Loss).Item();
    }

    private ImageScores ScoreOne(ReadOnlySpan<float> probabilities, Picture mask)
    {
        byte[] predicted = new byte[mask.Width * mask.Height];
        new ProbabilityResizer(_size, _size).Threshold(probabilities, mask.Width, mask.Height, (float)_config.Threshold, predicted, mask.Width);
        return ImageScores.From(ConfusionCounts.Compare(predicted, mask.Data));
    }
}
