using VideoSeg.Model.Evaluation;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Training;

/// <summary>Scores a network on the hold-out, whose pictures it keeps in memory. Owns its tensors; used on the training thread.</summary>
internal sealed class HoldoutScorer : IDisposable
{
    private const int Batch = 8;
    private const byte Marked = 255;

    private readonly TrainingConfig _config;
    private readonly ComputeTarget _target;
    private readonly int _size;
    private readonly SampleCache _cache;
    private readonly Picture[] _masks;
    private readonly int _classes;
    private readonly int _kinds;

    public HoldoutScorer(IReadOnlyList<ITrainingSample> holdout, int size, TrainingConfig config, ComputeTarget target, CancellationToken cancellationToken)
    {
        (_config, _size, _target) = (config, size, target);
        (_classes, _kinds) = (config.Classes.Length, config.Kinds);
        _cache = SampleCache.Load(holdout, size, _kinds, target.Device, cancellationToken);
        _masks = [.. holdout.Select(s => s.Read().Mask)];
    }

    /// <summary>Scores <paramref name="network"/>, without augmentation.</summary>
    /// <exception cref="OperationCanceledException">The scoring was cancelled; asked before every batch.</exception>
    public HoldoutScores Score(TorchNetwork network, CancellationToken cancellationToken)
    {
        double loss = 0;
        var scores = new (ImageScores Classes, ImageScores Polyps)[_cache.Count];
        int plane = _size * _size * _classes;
        float[] probabilities = new float[Batch * plane];
        for (int first = 0; first < _cache.Count; first += Batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(Batch, _cache.Count - first);
            loss += Predict(network, first, count, probabilities) * count;
            int offset = first;
            Parallel.For(0, count, i => scores[offset + i] = ScoreOne(probabilities.AsSpan(i * plane, plane), _masks[offset + i]));
        }

        ImageScores classes = ImageScores.Mean([.. scores.Select(score => score.Classes)]);
        return new(loss / _cache.Count, classes.Dice, classes.IoU, ImageScores.Mean([.. scores.Select(score => score.Polyps)]).Dice);
    }

    /// <summary>Draws the first held-out pictures with truth and prediction, as the bytes of a PNG file.</summary>
    public byte[] DrawPredictions(TorchNetwork network)
    {
        int count = Math.Min(PredictionSheet.Pictures, _cache.Count), plane = _size * _size * _classes;
        float[] probabilities = new float[count * plane];
        Predict(network, 0, count, probabilities);
        using Tensor images = _cache.Images.Narrow(0, 0, count).To(Device.Cpu);
        using Tensor masks = _cache.Masks.Narrow(0, 0, count).To(Device.Cpu);
        var sheet = PredictionSheet.Draw(_size, images.ToArray<byte>(), masks.ToArray<byte>(), probabilities, _config);
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
        Tensor targets = _cache.Masks.Narrow(0, first, count).To(ScalarType.Float32);
        Tensor logits = network.Forward(images, training: false, _target.Type);
        Tensor shares = _classes == 1 ? logits.Sigmoid() : logits.Softmax(1);
        shares.To(Device.Cpu).CopyTo(probabilities[..(count * _size * _size * _classes)]);
        return SegmentationLoss.Compute(logits, targets, _config.Loss).Item();
    }

    /// <summary>The mean over the classes but the background, and of polyps of whatever class: what the network's users see, who take each class by itself.</summary>
    private (ImageScores Classes, ImageScores Polyps) ScoreOne(ReadOnlySpan<float> probabilities, Picture mask)
    {
        int plane = _size * _size;
        var resizer = new ProbabilityResizer(_size, _size);
        if (_kinds == 1)
        {
            ImageScores only = ScoreOne(resizer, probabilities.Slice((_classes - 1) * plane, plane), mask, mask.Data);
            return (only, only);
        }

        float[] largest = new float[plane];
        byte[] truth = new byte[mask.Data.Length];
        var scores = new ImageScores[_kinds];
        for (int kind = 1; kind <= _kinds; kind++)
        {
            ReadOnlySpan<float> own = probabilities.Slice(kind * plane, plane);
            for (int i = 0; i < plane; i++)
            {
                largest[i] = Math.Max(largest[i], own[i]);
            }

            for (int i = 0; i < truth.Length; i++)
            {
                truth[i] = mask.Data[i] == kind ? Marked : (byte)0;
            }

            scores[kind - 1] = ScoreOne(resizer, own, mask, truth);
        }

        return (ImageScores.Mean(scores), ScoreOne(resizer, largest, mask, mask.Data));
    }

    private ImageScores ScoreOne(ProbabilityResizer resizer, ReadOnlySpan<float> probabilities, Picture size, byte[] truth)
    {
        byte[] predicted = new byte[size.Width * size.Height];
        resizer.Threshold(probabilities, size.Width, size.Height, (float)_config.Threshold, predicted, size.Width);
        return ImageScores.From(ConfusionCounts.Compare(predicted, truth));
    }
}
