using VideoSeg.Model.Randomness;

namespace VideoSeg.Model.Training;

/// <summary>The recipe's stages laid out as epochs and steps.</summary>
internal sealed class TrainingPlan
{
    private readonly IReadOnlyList<TrainingStage> _stages;
    private readonly TrainingStage[] _stageOfEpoch;
    private readonly int _samples;
    private readonly double _totalPixels;

    /// <param name="stages">The recipe's stages.</param>
    /// <param name="samples">Training samples in an epoch.</param>
    public TrainingPlan(IReadOnlyList<TrainingStage> stages, int samples)
    {
        _stages = stages;
        _stageOfEpoch = [.. stages.SelectMany(stage => Enumerable.Repeat(stage, stage.Epochs))];
        _samples = samples;
        _totalPixels = RemainingPixels(0, 0);
    }

    /// <summary>Epochs in all.</summary>
    public int Epochs => _stageOfEpoch.Length;

    /// <summary>The stage that epoch <paramref name="epoch"/> (from 0) belongs to.</summary>
    public TrainingStage Stage(int epoch) => _stageOfEpoch[epoch];

    /// <summary>The first epoch (from 0) of the stage that epoch <paramref name="epoch"/> belongs to, and the first after that stage.</summary>
    public (int First, int End) StageEpochs(int epoch)
    {
        int first = 0, stage = 0;
        while (epoch >= first + _stages[stage].Epochs)
        {
            first += _stages[stage++].Epochs;
        }

        return (first, first + _stages[stage].Epochs);
    }

    /// <summary>Steps of an epoch; a rest smaller than half a batch is left out, as batch norm wants company.</summary>
    public int Steps(int epoch) => Math.Max(1, (_samples + (Stage(epoch).Batch / 2)) / Stage(epoch).Batch);

    /// <summary>The samples of an epoch in their random order.</summary>
    public int[] Order(int seed, int epoch)
    {
        int[] order = [.. Enumerable.Range(0, _samples)];
        new KeyedRandom(seed, epoch, 0x4f).Shuffle<int>(order);
        return order;
    }

    /// <summary>The part of <paramref name="order"/> that step <paramref name="step"/> of an epoch uses.</summary>
    public ReadOnlySpan<int> Batch(int[] order, int epoch, int step)
    {
        int batch = Stage(epoch).Batch, first = step * batch;
        return order.AsSpan(first, Math.Min(batch, order.Length - first));
    }

    /// <summary>Share of the run that is done before step <paramref name="step"/> of epoch <paramref name="epoch"/>, by pixels.</summary>
    public double Progress(int epoch, int step) => 1 - (RemainingPixels(epoch, step) / _totalPixels);

    /// <summary>Pixels still to be trained on from (<paramref name="epoch"/>, <paramref name="step"/>) to the end: what the time left is estimated by.</summary>
    public double RemainingPixels(int epoch, int step)
    {
        double pixels = 0;
        for (int i = epoch; i < Epochs; i++)
        {
            double samples = Math.Min(_samples, (Steps(i) - (i == epoch ? step : 0)) * (double)Stage(i).Batch);
            pixels += samples * Stage(i).Size * Stage(i).Size;
        }

        return pixels;
    }
}
