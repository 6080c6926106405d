using VideoSeg.Model.Torch;
using VideoSeg.Model.Training.Augmentation;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Training;

/// <summary>The loop of one run: epochs, steps, validation, checkpoints.</summary>
internal sealed class TrainingRun(
    TrainingConfig config,
    TrainerOptions options,
    RunFolder folder,
    TrainingData data,
    TrainingState state,
    TrainingPosition position,
    IProgress<TrainingProgress>? progress,
    TimeProvider time)
{
    private readonly TrainingPlan _plan = new(config.Stages, data.Training.Count);
    private readonly Augmenter _augmenter = new(config.Augmentation, config.Seed);
    private readonly ScalarType _computeType = ComputeTypeOf(config, options);
    private TrainingPosition _position = position;
    private long _checkpointTime = time.GetTimestamp();

    /// <summary>Runs from the position to the end.</summary>
    public TrainingResult Execute(CancellationToken cancellationToken)
    {
        var schedule = new LearningRateSchedule(config.Optimizer.LearningRate, config.Optimizer.FinalFraction,
            config.Optimizer.WarmupEpochs * _plan.Steps(0));
        SampleCache? cache = null;
        HoldoutScorer? scorer = null;
        bool stoppedEarly = false;
        try
        {
            for (int epoch = _position.Epoch; epoch < _plan.Epochs && !stoppedEarly; epoch++)
            {
                int size = _plan.Stage(epoch).Size;
                if (cache is null || cache.Images.Size(2) != size)
                {
                    cache?.Dispose();
                    scorer?.Dispose();
                    (cache, scorer) = (null, null);
                    cache = SampleCache.Load(data.Training, size, options.Device, cancellationToken);
                    scorer = new HoldoutScorer(data.Holdout, size, config, _computeType, options.Device, cancellationToken);
                }

                Epoch(epoch, cache, scorer!, schedule, cancellationToken);
                stoppedEarly = config.EarlyStoppingPatience > 0 && _position.Epoch - _position.BestEpoch >= config.EarlyStoppingPatience;
            }

            if (scorer is not null)
            {
                WriteReports(scorer);
            }

            return new TrainingResult(_position.History.Count, _position.BestEpoch, _position.BestDice, stoppedEarly, folder.BestWeights);
        }
        finally
        {
            cache?.Dispose();
            scorer?.Dispose();
        }
    }

    private static ScalarType ComputeTypeOf(TrainingConfig config, TrainerOptions options) => config.Precision switch
    {
        "f32" => ScalarType.Float32,
        "bf16" => ScalarType.BFloat16,
        _ => options.Device.Kind == DeviceKind.Cuda || TorchRuntime.Bf16IsFast ? ScalarType.BFloat16 : ScalarType.Float32,
    };

    private void Epoch(int epoch, SampleCache cache, HoldoutScorer scorer, LearningRateSchedule schedule, CancellationToken cancellationToken)
    {
        long started = time.GetTimestamp();
        double secondsBefore = _position.SecondsInEpoch;
        int first = _position.StepInEpoch, steps = _plan.Steps(epoch);
        int[] order = _plan.Order(config.Seed, epoch);
        if (first == 0)
        {
            state.ResetLoss();
        }

        int samples = 0;
        double learningRate = 0;
        for (int step = first; step < steps; step++)
        {
            ReadOnlySpan<int> batch = _plan.Batch(order, epoch, step);
            learningRate = schedule.At(state.Step, _plan.Progress(epoch, step));
            Step(epoch, batch, cache, learningRate);
            samples += batch.Length;
            double elapsed = time.GetElapsedTime(started).TotalSeconds;
            _position = _position with { StepInEpoch = step + 1, Step = state.Step, SecondsInEpoch = secondsBefore + elapsed };
            if (cancellationToken.IsCancellationRequested)
            {
                Checkpoint();
                cancellationToken.ThrowIfCancellationRequested();
            }

            if (step + 1 < steps && time.GetElapsedTime(_checkpointTime) > options.CheckpointInterval)
            {
                Checkpoint();
            }

            Report(epoch, step + 1, samples, elapsed, completed: null);
        }

        double loss = state.LossSum.Item() / steps;
        if (!double.IsFinite(loss))
        {
            throw new VideoSegException(FaultKind.Engine, $"expected a finite loss, found {loss} in epoch {epoch + 1}. Lower optimizer.learning_rate in the recipe; the last checkpoint in {folder.Path} is from before.");
        }

        HoldoutScores scores = scorer.Score(state.Average);
        double seconds = secondsBefore + time.GetElapsedTime(started).TotalSeconds;
        var record = new EpochRecord(epoch + 1, _plan.Stage(epoch).Size, learningRate, loss, scores.Loss, scores.Dice, scores.Iou, seconds);
        Finish(epoch, record, scorer);
        Report(epoch, steps, samples, time.GetElapsedTime(started).TotalSeconds, record);
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
            Tensor indices = Tensor.FromData<long>(index, [index.Length]).To(options.Device);
            (images, targets) = Augmenter.Apply(cache.Images.IndexSelect(0, indices), cache.Masks.IndexSelect(0, indices), transforms);
        }

        Tensor logits = state.Network.Forward(images, training: true, _computeType);
        Tensor loss = SegmentationLoss.Compute(logits, targets, config.Loss);
        loss.Backward();
        state.ApplyGradients(learningRate);
        state.LossSum.Add_(loss.Detach());
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
        if (better)
        {
            WriteWeights(folder.BestWeights, record);
        }

        Checkpoint();
        WriteWeights(folder.LastWeights, record);
        folder.WriteLog(_position.History);
        folder.Write(folder.Curve, LearningCurve.Draw(config.Name, _position.History));
        if (better && (epoch + 1) % 10 == 0)
        {
            WriteReports(scorer);
        }
    }

    /// <summary>A Dice at low resolution says little of the network at a higher one: the first epoch of each size is the best so far.</summary>
    private bool IsBetter(EpochRecord record) =>
        _position.BestEpoch == 0 || _plan.Stage(_position.BestEpoch - 1).Size != record.Size || record.ValidationDice > _position.BestDice;

    private void WriteReports(HoldoutScorer scorer)
    {
        WeightSet best = SafetensorsFile.Read(folder.BestWeights);
        folder.Replace(folder.Predictions, file => scorer.DrawPredictions(best, file));
    }

    private void WriteWeights(string file, EpochRecord record)
    {
        WeightSet weights = state.Average.ToWeights().WithMetadata(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["architecture"] = config.Architecture,
            ["classes"] = "polyp",
            ["input_width"] = $"{config.Stages[^1].Size}",
            ["input_height"] = $"{config.Stages[^1].Size}",
            ["threshold"] = $"{config.Threshold}",
            ["name"] = config.Name,
            ["license"] = config.License,
            ["notice"] = "For research use only; not a medical device.",
            ["epoch"] = $"{record.Epoch}",
            ["validation_dice"] = $"{record.ValidationDice:f4}",
        });
        folder.Replace(file, temporary => SafetensorsFile.Write(temporary, weights));
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
