using System.Globalization;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Training.Augmentation;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Training;

/// <summary>The loop of one run: epochs, steps, validation, checkpoints.</summary>
internal sealed class TrainingRun(
    TrainingConfig config,
    TimeSpan checkpointInterval,
    ComputeTarget target,
    RunFolder folder,
    TrainingData data,
    TrainingState state,
    Teachers? teachers,
    TrainingPosition position,
    IProgress<TrainingProgress>? progress,
    TimeProvider time)
{
    private readonly TrainingPlan _plan = new(config.Stages, data.Training.Count);
    private readonly Augmenter _augmenter = new(config.Augmentation, config.Seed);
    private TrainingPosition _position = position;
    private long _checkpointTime = time.GetTimestamp();

    /// <summary>Runs from the position to the end.</summary>
    public TrainingResult Execute(CancellationToken cancellationToken)
    {
        var schedule = new LearningRateSchedule(config.Optimizer.LearningRate, config.Optimizer.FinalFraction,
            config.Optimizer.WarmupEpochs * _plan.Steps(0));
        SampleCache? cache = null;
        HoldoutScorer? scorer = null;
        try
        {
            for (int epoch = NextEpoch(); epoch < _plan.Epochs; epoch = NextEpoch())
            {
                int size = _plan.Stage(epoch).Size;
                if (cache is null || cache.Images.Size(2) != size)
                {
                    cache?.Dispose();
                    scorer?.Dispose();
                    (cache, scorer) = (null, null);

                    // Tensors of another size do not fit into the blocks that this one's have left behind.
                    TorchRuntime.ReleaseFreedMemory();
                    cache = SampleCache.Load(data.Training, size, config.Kinds, target.Device, cancellationToken);
                    scorer = new HoldoutScorer(data.Holdout, size, config, target, cancellationToken);
                }

                Epoch(epoch, cache, scorer!, schedule, cancellationToken);
            }

            bool stoppedEarly = _position.History.Count > 0 && _position.History[^1].Epoch < _plan.Epochs;
            return new TrainingResult(_position.History.Count, _position.BestEpoch, _position.BestDice, stoppedEarly, folder.BestWeights);
        }
        finally
        {
            cache?.Dispose();
            scorer?.Dispose();
        }
    }

    /// <summary>The epoch to go on with, which follows from the position alone: past the rest of a stage that gets no better.</summary>
    private int NextEpoch()
    {
        int next = _position.Epoch;
        if (config.EarlyStoppingPatience == 0 || _position.StepInEpoch > 0 || next == 0 || next >= _plan.Epochs)
        {
            return next;
        }

        var (first, end) = _plan.StageEpochs(next - 1);
        int epochsWithoutBetter = next - Math.Max(first, _position.BestEpoch);
        return next < end && epochsWithoutBetter >= config.EarlyStoppingPatience ? end : next;
    }

    private void Epoch(int epoch, SampleCache cache, HoldoutScorer scorer, LearningRateSchedule schedule, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        double secondsBefore = _position.SecondsInEpoch;
        int first = _position.StepInEpoch, steps = _plan.Steps(epoch);
        int[] order = _plan.Order(config.Seed, epoch);
        if (first == 0)
        {
            state.ResetSums();
        }

        int samples = 0;
        for (int step = first; step < steps; step++)
        {
            ReadOnlySpan<int> batch = _plan.Batch(order, epoch, step);
            Step(epoch, batch, cache, LearningRate(schedule, epoch, step, state.Step));
            samples += batch.Length;
            double elapsed = time.GetElapsedTime(started).TotalSeconds;
            _position = _position with { Epoch = epoch, StepInEpoch = step + 1, Step = state.Step, SecondsInEpoch = secondsBefore + elapsed };
            if (cancellationToken.IsCancellationRequested)
            {
                Checkpoint();
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (step + 1 < steps && time.GetElapsedTime(_checkpointTime) > checkpointInterval)
            {
                Checkpoint();
            }

            Report(epoch, step + 1, samples, elapsed, completed: null);
        }

        double loss = state.LossSum.Item() / steps;
        TrainingFaults.RequireFinite(loss, $"the loss of epoch {epoch + 1}");
        int skipped = (int)state.SkippedSteps.Item();
        if (skipped == steps)
        {
            throw TrainingFaults.Diverged($"none in the gradients of any step of epoch {epoch + 1}");
        }

        // After the sum was read, which waits for a GPU's work.
        double imagesPerSecond = samples / Math.Max(time.GetElapsedTime(started).TotalSeconds, 1e-9);
        HoldoutScores scores = Score(scorer, cancellationToken);
        TrainingFaults.RequireFinite(scores.Loss, $"the validation loss of epoch {epoch + 1}");

        // The last step may have been taken before the run was resumed.
        double learningRate = LearningRate(schedule, epoch, steps - 1, state.Step - 1);
        double seconds = secondsBefore + time.GetElapsedTime(started).TotalSeconds;
        var record = new EpochRecord(epoch + 1, _plan.Stage(epoch).Size, learningRate, loss, scores.Loss, scores.Dice, scores.Iou, seconds, skipped,
            config.Kinds == 1 ? null : scores.PolypDice, imagesPerSecond);
        Finish(epoch, record, scorer);
        Report(epoch, steps, samples, time.GetElapsedTime(started).TotalSeconds, record);
    }

    private double LearningRate(LearningRateSchedule schedule, int epoch, int stepInEpoch, long step) => schedule.At(step, _plan.Progress(epoch, stepInEpoch));

    private HoldoutScores Score(HoldoutScorer scorer, CancellationToken cancellationToken)
    {
        try
        {
            return scorer.Score(state.Average, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Checkpoint();
            throw;
        }
    }

    private void Step(int epoch, ReadOnlySpan<int> batch, SampleCache cache, double learningRate)
    {
        using TensorScope scope = TensorScope.Enter();
        SampleTransform[] transforms = new SampleTransform[batch.Length];
        long[] index = new long[batch.Length];
        for (int i = 0; i < batch.Length; i++)
        {
            transforms[i] = _augmenter.Draw(epoch, batch[i]);
            index[i] = batch[i];
        }

        Tensor images, targets;
        using (Autograd.NoGrad())
        {
            (Tensor stored, Tensor masks) = Select(cache, index);
            SampleExtras[]? extras = DrawExtras(epoch, batch);
            bool hasDonors = extras is not null && Array.Exists(extras, e => e.Donor >= 0);
            long[] donors = hasDonors ? [.. extras!.Select(e => (long)Math.Max(0, e.Donor))] : [];
            (images, targets) = Augmenter.Apply(stored, masks, transforms, config.Kinds, extras, hasDonors ? Select(cache, donors) : null);
        }

        IReadOnlyList<Tensor> outputs = state.Network.ForwardAll(images, training: true, target.Type);
        Tensor loss = TrainingLoss.Of(outputs, targets, teachers?.Probabilities(images, target.Type), config);
        loss.Backward();
        state.ApplyGradients(learningRate);
        state.LossSum.Add_(loss.Detach());
    }

    private (Tensor Images, Tensor Masks) Select(SampleCache cache, long[] samples)
    {
        Tensor indices = DeviceUpload.Of<long>(samples, [samples.Length], target.Device);
        return (cache.Images.IndexSelect(0, indices), cache.Masks.IndexSelect(0, indices));
    }

    private SampleExtras[]? DrawExtras(int epoch, ReadOnlySpan<int> batch)
    {
        if (!SampleExtras.Wanted(config.Augmentation))
        {
            return null;
        }

        var extras = new SampleExtras[batch.Length];
        for (int i = 0; i < extras.Length; i++)
        {
            extras[i] = _augmenter.DrawExtras(epoch, batch[i], data.Training.Count)!;
        }

        return extras;
    }

    private void Finish(int epoch, EpochRecord record, HoldoutScorer scorer)
    {
        bool better = IsBetter(record);
        _position = _position with
        {
            Epoch = epoch + 1,
            StepInEpoch = 0,
            SecondsInEpoch = 0,
            BestEpoch = better ? epoch + 1 : _position.BestEpoch,
            BestDice = better ? record.ValidationDice : _position.BestDice,
            History = [.. _position.History, record],
        };
        WeightSet weights = AverageWeights(record);
        if (better)
        {
            SafetensorsFile.Write(folder.BestWeights, weights);
            RunFolder.Write(folder.Predictions, scorer.DrawPredictions(state.Average));
        }

        SafetensorsFile.Write(folder.LastWeights, weights);
        folder.WriteLog(_position.History);
        RunFolder.Write(folder.Curve, LearningCurve.Draw(config.Name, _position.History));

        // Last: a run that is killed before takes the epoch again and writes the same files.
        Checkpoint();
    }

    /// <summary>A Dice at low resolution says little of the network at a higher one: the first epoch of each size is the best so far.</summary>
    private bool IsBetter(EpochRecord record) =>
        _position.BestEpoch == 0 || _plan.Stage(_position.BestEpoch - 1).Size != record.Size || record.ValidationDice > _position.BestDice;

    private WeightSet AverageWeights(EpochRecord record)
    {
        var metadata = new ModelMetadata
        {
            Architecture = config.Architecture,
            Classes = config.Classes,
            Colors = config.Colors,
            InputWidth = config.Stages[^1].Size,
            InputHeight = config.Stages[^1].Size,
            Threshold = (float)config.Threshold,
            Name = config.Name,
            License = config.License,
            Notice = "For research use only; not a medical device.",
        };
        return state.AverageWeights().WithMetadata(metadata.ToDictionary()
            .Add("epoch", record.Epoch.ToString(CultureInfo.InvariantCulture))
            .Add("validation_dice", record.ValidationDice.ToString("f4", CultureInfo.InvariantCulture)));
    }

    private void Checkpoint()
    {
        TrainingCheckpoint.Write(folder, state, _position);
        _checkpointTime = time.GetTimestamp();
    }

    private void Report(int epoch, int step, int samples, double elapsed, EpochRecord? completed)
    {
        if (progress is null)
        {
            return;
        }

        double speed = samples / Math.Max(elapsed, 1e-9);
        double pixelsPerSecond = speed * _plan.Stage(epoch).Size * _plan.Stage(epoch).Size;
        TimeSpan? remaining = pixelsPerSecond > 0 ? TimeSpan.FromSeconds(_plan.RemainingPixels(epoch, step) / pixelsPerSecond) : null;
        int size = _plan.Stage(epoch).Size, done = Math.Min(step * _plan.Stage(epoch).Batch, data.Training.Count);
        progress.Report(new TrainingProgress(epoch + 1, _plan.Epochs, size, done, data.Training.Count, speed, remaining, completed));
    }
}
