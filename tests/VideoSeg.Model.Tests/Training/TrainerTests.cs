using System.Globalization;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Training;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Training;

/// <summary>Real runs of the real network, small: bright discs on a dark ground at 32 x 32.</summary>
public sealed class TrainerTests : IDisposable
{
    private const int StepsInEpoch = 4; // of the 20 pictures four are held out

    private readonly TemporaryFolder _folder = new();

    public TrainerTests()
    {
        Directory.CreateDirectory(_folder.File("images"));
        Directory.CreateDirectory(_folder.File("masks"));
        var random = new Random(1);
        for (int n = 0; n < 20; n++)
        {
            var image = new Picture(40, 36, PixelFormat.Rgb24);
            var mask = new Picture(40, 36, PixelFormat.Gray8);
            int x = random.Next(8, 32), y = random.Next(8, 28), radius = random.Next(5, 10);
            for (int i = 0; i < 40 * 36; i++)
            {
                int dx = (i % 40) - x, dy = (i / 40) - y;
                bool inside = (dx * dx) + (dy * dy) < radius * radius;
                mask.Data[i] = inside ? (byte)255 : (byte)0;
                for (int c = 0; c < 3; c++)
                {
                    image.Data[(i * 3) + c] = (byte)((inside ? 170 : 70) + random.Next(-30, 30));
                }
            }

            ImageFile.Write(_folder.File($"images/{n:d2}.png"), image);
            ImageFile.Write(_folder.File($"masks/{n:d2}.png"), mask);
        }
    }

    [Fact]
    public void Run_SmallTask_IsLearnt()
    {
        TrainingResult result = Train("learn", Config(epochs: 6));
        double[] losses = [.. Column("learn", 3)];
        Assert.True(losses[^1] < losses[0] * 0.8, string.Join(' ', losses));
        Assert.InRange(result.BestDice, 0.5, 1);
        foreach (string file in (string[])["config.json", "log.csv", "curve.svg", "predictions.png", "best.safetensors", "last.safetensors", "holdout.txt"])
        {
            Assert.True(new FileInfo(_folder.File($"learn/{file}")).Length > 0, file);
        }
    }

    [Theory]
    [InlineData("unet", 0.4)]
    [InlineData("resunet", 0.4)]
    public void Run_BaselinesOfTheFamily_Train(string architecture, double deepSupervision)
    {
        Train("baseline", Config(epochs: 1) with { Architecture = architecture, DeepSupervision = deepSupervision });
        ModelFile trained = ModelFile.Open(_folder.File("baseline/last.safetensors"));
        WeightSet initial = WeightInitializer.Create(trained.Graph, seed: 1);

        // Biases: weight decay, which needs no gradient, spares them.
        string[] biases = [.. trained.Graph.Parameters.Where(p => p.Role == ParameterRole.Bias).Select(p => p.Name)];
        Assert.NotEmpty(biases);
        Assert.NotEqual(initial.GetFloats(biases[^1]), trained.Weights.GetFloats(biases[^1]));
    }

    [Fact]
    public void Run_NetworkWithSeveralHeads_TrainsEachOfThem()
    {
        Train("heads", Config(epochs: 1) with { Architecture = "unetpp" });
        WeightSet initial = WeightInitializer.Create(ArchitectureCatalog.Build("unetpp"), seed: 1);
        WeightSet trained = ModelFile.Open(_folder.File("heads/last.safetensors")).Weights;

        // Biases: weight decay, which needs no gradient, spares them.
        Assert.All(["final1.bias", "final2.bias", "final3.bias", "final4.bias"], name => Assert.NotEqual(initial.GetFloats(name), trained.GetFloats(name)));
    }

    [Fact]
    public void Run_CancelledAndResumed_GivesTheSameNumbers()
    {
        TrainingConfig config = Config(epochs: 3);
        Train("whole", config);

        // In the middle of an epoch, again, and after its last step, while the hold-out is scored.
        int[] reports = [3, 6, 3];
        for (int i = 0; i < reports.Length; i++)
        {
            using var source = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(
                () => Train("parts", config, resume: i > 0, progress: AfterReports(reports[i], source.Cancel), cancellationToken: source.Token));
        }

        Train("parts", config, resume: true);
        AssertSameOutcome("whole", "parts");
    }

    [Fact]
    public void Run_CancelledWhileTheHoldoutIsScored_GoesOnAfterItsLastStep()
    {
        TrainingConfig config = Config(epochs: 1);
        Train("whole", config);
        using var source = new CancellationTokenSource();
        Assert.Throws<OperationCanceledException>(() => Train("parts", config, progress: AfterReports(StepsInEpoch, source.Cancel), cancellationToken: source.Token));
        Assert.False(File.Exists(_folder.File("parts/log.csv")));

        Train("parts", config, resume: true);
        AssertSameOutcome("whole", "parts");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(12)]
    public void Run_KilledSomeStepsAfterACheckpoint_GivesTheSameNumbersWhenResumed(int reportsBeforeCheckpoint)
    {
        TrainingConfig config = Config(epochs: 2) with
        {
            Stages = [new TrainingStage { Epochs = 2, Size = 32, Batch = 4 }, new TrainingStage { Epochs = 1, Size = 48, Batch = 4 }],
        };
        Train("whole", config);

        // The clock stands still, but for the moment that makes the next step write a checkpoint; what is thrown takes the place of a kill.
        var time = new StoppedClock();
        int reports = 0;
        var progress = new Watch(_ =>
        {
            if (++reports == reportsBeforeCheckpoint)
            {
                time.Advance(TimeSpan.FromHours(1));
            }
            else if (reports == reportsBeforeCheckpoint + 2)
            {
                throw new InvalidOperationException("killed");
            }
        });
        Assert.Throws<InvalidOperationException>(() => Train("parts", config, progress: progress, time: time));
        Train("parts", config, resume: true);
        AssertSameOutcome("whole", "parts");
    }

    [Fact]
    public void Run_KilledWithoutAnyCheckpoint_BeginsAgain()
    {
        TrainingConfig config = Config(epochs: 1);
        Train("whole", config);
        Assert.Throws<InvalidOperationException>(() => Train("parts", config, progress: AfterReports(2, () => throw new InvalidOperationException("killed"))));
        Train("parts", config, resume: true);
        AssertSameOutcome("whole", "parts");
    }

    [Fact]
    public void Run_NoBetterAtOneSize_GoesOnWithTheNextAndStaysStoppedWhenResumed()
    {
        TrainingConfig config = Config(epochs: 1) with
        {
            Stages = [new TrainingStage { Epochs = 20, Size = 32, Batch = 16 }, new TrainingStage { Epochs = 20, Size = 48, Batch = 16 }],
            Optimizer = new OptimizerOptions { LearningRate = 1e-7 },
            EarlyStoppingPatience = 1,
        };
        TrainingResult result = Train("plateau", config);
        string[] rows = Rows("plateau");
        byte[] last = File.ReadAllBytes(_folder.File("plateau/last.safetensors"));
        Assert.True(result.StoppedEarly);
        Assert.InRange(Column("plateau", 1).Count(size => size == 32), 2, 19);
        Assert.InRange(Column("plateau", 1).Count(size => size == 48), 2, 19);
        Assert.Contains(21, Column("plateau", 0)); // the second stage's first epoch keeps its number

        Assert.Equal(result, Train("plateau", config, resume: true));
        Assert.Equal(rows, Rows("plateau"));
        Assert.Equal(last, File.ReadAllBytes(_folder.File("plateau/last.safetensors")));
    }

    [Fact]
    public void Run_LossThatOverflows_EndsPlainlyAndWritesNoCheckpoint()
    {
        TrainingConfig config = WithInitial(ParameterRole.Weight, 1e38f);
        var fault = Assert.Throws<VideoSegException>(() => Train("overflow", config, interval: TimeSpan.Zero));
        Assert.Equal(FaultKind.Engine, fault.Kind);
        Assert.Contains("start a new run", fault.Message);
        Assert.False(File.Exists(_folder.File("overflow/checkpoint.safetensors")));
    }

    [Fact]
    public void Run_ValidationThatIsNoNumber_EndsPlainlyAndWritesNoCheckpoint()
    {
        // Training normalises by the batch; only validation looks at the running statistics.
        TrainingConfig config = WithInitial(ParameterRole.RunningMean, -3e38f);
        var fault = Assert.Throws<VideoSegException>(() => Train("nan", config));
        Assert.Contains("validation loss", fault.Message);
        Assert.False(File.Exists(_folder.File("nan/checkpoint.safetensors")));
    }

    [Fact]
    public void Run_ResumedWithOtherSamples_IsRefusedAndKeepsTheLists()
    {
        Train("samples", Config(epochs: 1));
        string holdout = File.ReadAllText(_folder.File("samples/holdout.txt"));
        string name = File.ReadLines(_folder.File("samples/training.txt")).First();
        File.Delete(_folder.File($"images/{name}.png"));

        var fault = Assert.Throws<VideoSegException>(() => Train("samples", Config(epochs: 1), resume: true));

        Assert.Equal(FaultKind.Input, fault.Kind);
        Assert.Contains("--data", fault.Message);
        Assert.Equal(holdout, File.ReadAllText(_folder.File("samples/holdout.txt")));
    }

    [Fact]
    public void Run_ResumedWithAnotherTeacherOfTheSameName_IsRefused()
    {
        RandomModel.Write(_folder.File("teacher.safetensors"), seed: 1);
        TrainingConfig config = Config(epochs: 1) with { Distillation = new DistillationOptions { Teachers = ["teacher.safetensors"] } };
        Train("taught", config);
        Train("taught", config, resume: true);
        RandomModel.Write(_folder.File("teacher.safetensors"), seed: 2);

        var fault = Assert.Throws<VideoSegException>(() => Train("taught", config, resume: true));

        Assert.Equal(FaultKind.Input, fault.Kind);
        Assert.Contains("teacher teacher.safetensors", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_ResumedBeforeItsFirstCheckpointWithOtherInitialWeights_IsRefused()
    {
        string initial = RandomModel.Write(_folder.File("initial.safetensors"), seed: 1);
        TrainingConfig config = Config(epochs: 1) with { InitialWeights = "initial.safetensors" };
        Assert.Throws<InvalidOperationException>(() => Train("begun", config, progress: AfterReports(1, () => throw new InvalidOperationException("killed"))));
        byte[] first = File.ReadAllBytes(initial);
        RandomModel.Write(initial, seed: 2);
        Assert.Contains("initial weights", Assert.Throws<VideoSegException>(() => Train("begun", config, resume: true)).Message, StringComparison.Ordinal);

        // From a checkpoint on they have no more part in it.
        File.WriteAllBytes(initial, first);
        Train("begun", config, resume: true);
        File.Delete(initial);
        Train("begun", config, resume: true);
    }

    [Fact]
    public void Run_OfAnOlderBuild_CanBeResumed()
    {
        Train("old", Config(epochs: 1));
        File.Delete(_folder.File("old/training.txt"));
        File.Delete(_folder.File("old/inputs.txt"));
        File.Delete(_folder.File("old/recipe_folder.txt"));
        string config = File.ReadAllText(_folder.File("old/config.json"));
        File.WriteAllText(_folder.File("old/config.json"), config.Replace("\"early_stopping_patience\": 0,", "", StringComparison.Ordinal));

        Train("old", Config(epochs: 1), resume: true);

        Assert.Equal(16, File.ReadLines(_folder.File("old/training.txt")).Count());
        Assert.Equal(config, File.ReadAllText(_folder.File("old/config.json")));
    }

    [Theory]
    [InlineData("cuda:77", FaultKind.Engine)]
    [InlineData("gpu", FaultKind.Usage)]
    public void Run_OnADeviceThatIsNotThere_IsRefusedBeforeTheFolderIsMade(string device, FaultKind kind)
    {
        var fault = Assert.Throws<VideoSegException>(() => Train("device", Config(epochs: 1), device: device));
        Assert.Equal(kind, fault.Kind);
        Assert.False(Directory.Exists(_folder.File("device")));
    }

    [Fact]
    public void Run_CancelledBeforeTheStart_MakesNoFolder()
    {
        Assert.Throws<OperationCanceledException>(() => Train("never", Config(epochs: 1), cancellationToken: new CancellationToken(canceled: true)));
        Assert.False(Directory.Exists(_folder.File("never")));
        Assert.False(Trainer.CanResume(_folder.File("never")));
    }

    [Fact]
    public void Run_WithoutThreads_LeavesLibtorchsOwnNumber()
    {
        int before = 0, after = 0;
        OnAThread(() =>
        {
            TorchRuntime.SetThreads(Environment.ProcessorCount + 1);
            before = TorchRuntime.GetThreads();
            NewTrainer("threads", Config(epochs: 1), threads: 0).Run(progress: null, CancellationToken.None);
            after = TorchRuntime.GetThreads();
            TorchRuntime.SetThreads(Environment.ProcessorCount);
        });
        Assert.Equal(before, after);
    }

    [Fact]
    public void Run_AtTheEndOfAnEpoch_WritesTheCheckpointLast()
    {
        // What is killed before takes the epoch again; what is killed after has lost no file.
        Train("order", Config(epochs: 1));
        DateTime checkpoint = File.GetLastWriteTimeUtc(_folder.File("order/checkpoint.safetensors"));
        Assert.All(Directory.GetFiles(_folder.File("order")), file => Assert.InRange(File.GetLastWriteTimeUtc(file), DateTime.MinValue, checkpoint));
        Assert.True(File.Exists(_folder.File("order/predictions.png")));
    }

    [Theory]
    [InlineData("{")]
    [InlineData(null)]
    public void Run_ResumedFromAnotherKindOfFile_SaysWhatWasExpected(string? position)
    {
        Train("other", Config(epochs: 1));
        string checkpoint = _folder.File("other/checkpoint.safetensors");
        WeightSet weights = SafetensorsFile.Read(checkpoint);
        SafetensorsFile.Write(checkpoint, weights.WithMetadata(position is null ? [] : [KeyValuePair.Create("position", position)]));
        var fault = Assert.Throws<VideoSegException>(() => Train("other", Config(epochs: 1), resume: true));
        Assert.Contains("expected the checkpoint of a training run", fault.Message);
    }

    [Fact]
    public void Run_AtTheEnd_WritesHowManyBatchesItSaw()
    {
        Train("batches", Config(epochs: 2));
        WeightSet weights = SafetensorsFile.Read(_folder.File("batches/best.safetensors"));
        string name = Graph.Parameters.First(p => p.Role == ParameterRole.BatchCount).Name;
        int epoch = int.Parse(weights.Metadata["epoch"], CultureInfo.InvariantCulture);
        Assert.Equal(epoch * StepsInEpoch, BitConverter.ToInt64(weights[name].Data.Span));
        Assert.Equal("discs", ModelMetadata.Read(weights, "best.safetensors").Name);
    }

    [Fact]
    public void Run_WithRenderedFrames_TrainsOnThemToo()
    {
        int samples = 0;
        Train("rendered", Config(epochs: 1) with { RenderedFrames = 1 }, progress: new Watch(p => samples = p.Samples));
        Assert.Equal(16 + 1, samples); // of the 20 pictures four are held out
    }

    [Fact]
    public void Run_LaterStage_StartsItsOwnRecordOfTheBest()
    {
        // Which stage scores better is chance, and another processor's rounding is enough to change it: some seed has an earlier one that does.
        bool isShown = false;
        for (int seed = 1; !isShown && seed <= 20; seed++)
        {
            string run = $"stages-{seed}";
            TrainingConfig config = Config(epochs: 3) with
            {
                Seed = seed,
                Stages = [new TrainingStage { Epochs = 4, Size = 32, Batch = 4 }, new TrainingStage { Epochs = 1, Size = 48, Batch = 4 }],
                Optimizer = new OptimizerOptions { LearningRate = 0.003, FinalFraction = 0 },
            };
            TrainingResult result = Train(run, config);
            double[] dice = [.. Column(run, 5)];
            isShown = dice[..4].Max() > dice[4];
            Assert.Equal(5, result.BestEpoch);
            Assert.Equal(File.ReadAllBytes(_folder.File($"{run}/last.safetensors")), File.ReadAllBytes(_folder.File($"{run}/best.safetensors")));
        }

        Assert.True(isShown, "an earlier stage must score better for this to show anything");
    }

    [Fact]
    public void Run_WithInitialWeights_StartsFromThem()
    {
        Train("first", Config(epochs: 6));
        TrainingConfig config = Config(epochs: 1) with { InitialWeights = "first/last.safetensors", Optimizer = new OptimizerOptions { LearningRate = 1e-7 } };
        Train("second", config);

        // A rate of nearly nothing leaves every learnt weight where the file had it; the statistics of batch normalisation move all the same.
        WeightSet given = SafetensorsFile.Read(_folder.File("first/last.safetensors")), found = SafetensorsFile.Read(_folder.File("second/last.safetensors"));
        string[] learnt = [.. given.Tensors.Keys.Where(name => name.EndsWith(".weight", StringComparison.Ordinal))];
        Assert.NotEmpty(learnt);
        Assert.All(learnt, name => Assert.True(given.GetFloats(name).Zip(found.GetFloats(name)).Max(pair => Math.Abs(pair.First - pair.Second)) < 1e-4, name));

        var fault = Assert.Throws<VideoSegException>(() => Train("third", config with { InitialWeights = "nowhere.safetensors" }));
        Assert.Contains("nowhere.safetensors", fault.Message);
    }

    [Fact]
    public void Run_ResumedWithAnotherRecipe_IsRefusedWithTheDifference()
    {
        Train("recipe", Config(epochs: 1));
        var fault = Assert.Throws<VideoSegException>(() => Train("recipe", Config(epochs: 1) with { Seed = 77 }, resume: true));
        Assert.Contains("\"seed\": 77", fault.Message);
    }

    [Fact]
    public void Run_FolderWithFiles_IsRefusedAndLeftAlone()
    {
        Directory.CreateDirectory(_folder.File("mine"));
        File.WriteAllText(_folder.File("mine/notes.txt"), "keep");
        Assert.Throws<VideoSegException>(() => Train("mine", Config(epochs: 1)));
        Assert.Equal(["notes.txt"], Directory.GetFiles(_folder.File("mine")).Select(Path.GetFileName));
    }

    [Fact]
    public void Run_AtTheEnd_LeavesNoTensor()
    {
        long before = Tensor.LiveCount;
        Train("leak", Config(epochs: 1));
        Assert.Equal(before, Tensor.LiveCount);
    }

    public void Dispose() => _folder.Dispose();

    private static TrainingConfig Config(int epochs) => new()
    {
        Name = "discs",
        Data = [new DataSource { Images = "images", Masks = "masks" }],
        ValidationFraction = 0.2,
        Stages = [new TrainingStage { Epochs = epochs, Size = 32, Batch = 4 }],
        Optimizer = new OptimizerOptions { LearningRate = 0.003 },
        Augmentation = new AugmentationOptions { FlipHorizontal = 0.5, RotationDegrees = 20, Brightness = 0.1, BlurProbability = 0.3, CompressionProbability = 0.3 },
        EmaDecay = 0.8,
    };

    private static NetworkGraph Graph => ArchitectureCatalog.Build("resunetpp", classes: 1);

    /// <summary>A recipe that starts from random weights whose last tensor of a role is set to one value.</summary>
    private TrainingConfig WithInitial(ParameterRole role, float value)
    {
        WeightSet weights = WeightInitializer.Create(Graph, seed: 1);
        string name = Graph.Parameters.Last(p => p.Role == role).Name;
        float[] numbers = weights.GetFloats(name);
        Array.Fill(numbers, value);
        SafetensorsFile.Write(_folder.File("bad.safetensors"), new WeightSet(weights.Tensors.SetItem(name, WeightTensor.FromFloats(numbers, weights[name].Shape))));
        return Config(epochs: 2) with { InitialWeights = "bad.safetensors" };
    }

    private static Watch AfterReports(int count, Action act)
    {
        int reports = 0;
        return new Watch(_ =>
        {
            if (++reports == count)
            {
                act();
            }
        });
    }

    private TrainingResult Train(
        string run, TrainingConfig config, bool resume = false, IProgress<TrainingProgress>? progress = null, TimeProvider? time = null,
        TimeSpan? interval = null, string device = "cpu", CancellationToken cancellationToken = default)
    {
        TrainingResult? result = null;
        Trainer trainer = NewTrainer(run, config, threads: 2, resume, time, interval, device);
        OnAThread(() => result = trainer.Run(progress, cancellationToken));
        return result!;
    }

    private Trainer NewTrainer(
        string run, TrainingConfig config, int threads, bool resume = false, TimeProvider? time = null, TimeSpan? interval = null, string device = "cpu") =>
        new(
            config,
            new TrainerOptions
            {
                DataFolder = _folder.Path,
                RecipeFolder = _folder.Path,
                RunFolder = _folder.File(run),
                Resume = resume,
                Threads = threads,
                Device = device,
                CheckpointInterval = interval ?? TimeSpan.FromMinutes(5),
            },
            time ?? TimeProvider.System);

    private static void OnAThread(Action work)
    {
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                work();
            }
            catch (Exception e)
            {
                fault = e;
            }
        });
        thread.Start();
        thread.Join();
        if (fault is not null)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(fault);
        }
    }

    private void AssertSameOutcome(string expected, string actual)
    {
        Assert.Equal(Rows(expected), Rows(actual));
        foreach (string file in (string[])["last.safetensors", "best.safetensors", "predictions.png"])
        {
            Assert.Equal(File.ReadAllBytes(_folder.File($"{expected}/{file}")), File.ReadAllBytes(_folder.File($"{actual}/{file}")));
        }
    }

    /// <summary>The log without its last columns, time and speed.</summary>
    private string[] Rows(string run) => [.. File.ReadLines(_folder.File($"{run}/log.csv")).Select(row => string.Join(',', row.Split(',')[..^2]))];

    private IEnumerable<double> Column(string run, int index) =>
        File.ReadLines(_folder.File($"{run}/log.csv")).Skip(1).Select(row => double.Parse(row.Split(',')[index], CultureInfo.InvariantCulture));

    private sealed class Watch(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }

    /// <summary>A clock that moves only when told to.</summary>
    private sealed class StoppedClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;
    }
}
