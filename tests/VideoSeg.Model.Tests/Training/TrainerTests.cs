using System.Globalization;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Training;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Training;

/// <summary>Real runs of the real network, small: bright discs on a dark ground at 32 x 32.</summary>
public sealed class TrainerTests : IDisposable
{
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
        TrainingResult result = Train("learn", Config(epochs: 6), CancellationToken.None);
        double[] losses = [.. Column("learn", 3)];
        Assert.True(losses[^1] < losses[0] * 0.8, string.Join(' ', losses));
        Assert.InRange(result.BestDice, 0.5, 1);
        foreach (string file in (string[])["config.json", "log.csv", "curve.svg", "predictions.png", "best.safetensors", "last.safetensors", "holdout.txt"])
        {
            Assert.True(new FileInfo(_folder.File($"learn/{file}")).Length > 0, file);
        }
    }

    [Fact]
    public void Run_CancelledTwiceAndResumed_GivesTheSameNumbers()
    {
        TrainingConfig config = Config(epochs: 3);
        Train("whole", config, CancellationToken.None);

        foreach (int steps in (int[])[3, 6])
        {
            using var source = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(() => Train("parts", config, source.Token, resume: steps > 3, new CancelAfter(source, steps)));
        }

        Train("parts", config, CancellationToken.None, resume: true);
        Assert.Equal(File.ReadAllBytes(_folder.File("whole/last.safetensors")), File.ReadAllBytes(_folder.File("parts/last.safetensors")));
        Assert.Equal(Column("whole", 3), Column("parts", 3));
        Assert.Equal(Column("whole", 5), Column("parts", 5));
    }

    [Fact]
    public void Run_WithRenderedFrames_TrainsOnThemToo()
    {
        int samples = 0;
        Train("rendered", Config(epochs: 1) with { RenderedFrames = 1 }, CancellationToken.None, progress: new Watch(p => samples = p.Samples));
        Assert.Equal(16 + 1, samples); // of the 20 pictures four are held out
    }

    [Fact]
    public void Run_LaterStage_StartsItsOwnRecordOfTheBest()
    {
        TrainingConfig config = Config(epochs: 3) with
        {
            Stages = [new TrainingStage { Epochs = 4, Size = 32, Batch = 4 }, new TrainingStage { Epochs = 1, Size = 48, Batch = 4 }],
            Optimizer = new OptimizerOptions { LearningRate = 0.003, FinalFraction = 0 },
        };
        TrainingResult result = Train("stages", config, CancellationToken.None);
        Assert.Equal(5, result.BestEpoch);
        Assert.Equal(File.ReadAllBytes(_folder.File("stages/last.safetensors")), File.ReadAllBytes(_folder.File("stages/best.safetensors")));
    }

    [Fact]
    public void Run_WithInitialWeights_StartsFromThem()
    {
        Train("first", Config(epochs: 6), CancellationToken.None);
        TrainingConfig config = Config(epochs: 1) with { InitialWeights = "first/last.safetensors", Optimizer = new OptimizerOptions { LearningRate = 1e-7 } };
        Train("second", config, CancellationToken.None);
        Assert.Equal(Column("first", 5).Last(), Column("second", 5).First(), 0.01);

        var fault = Assert.Throws<VideoSegException>(() => Train("third", config with { InitialWeights = "nowhere.safetensors" }, CancellationToken.None));
        Assert.Contains("nowhere.safetensors", fault.Message);
    }

    [Fact]
    public void Run_ResumedWithAnotherRecipe_IsRefusedWithTheDifference()
    {
        Train("recipe", Config(epochs: 1), CancellationToken.None);
        var fault = Assert.Throws<VideoSegException>(() => Train("recipe", Config(epochs: 1) with { Seed = 77 }, CancellationToken.None, resume: true));
        Assert.Contains("\"seed\": 77", fault.Message);
    }

    [Fact]
    public void Run_FolderWithFiles_IsRefusedAndLeftAlone()
    {
        Directory.CreateDirectory(_folder.File("mine"));
        File.WriteAllText(_folder.File("mine/notes.txt"), "keep");
        Assert.Throws<VideoSegException>(() => Train("mine", Config(epochs: 1), CancellationToken.None));
        Assert.Equal(["notes.txt"], Directory.GetFiles(_folder.File("mine")).Select(Path.GetFileName));
    }

    [Fact]
    public void Run_AtTheEnd_LeavesNoTensor()
    {
        long before = Tensor.LiveCount;
        Train("leak", Config(epochs: 1), CancellationToken.None);
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

    private TrainingResult Train(string run, TrainingConfig config, CancellationToken cancellationToken, bool resume = false, IProgress<TrainingProgress>? progress = null)
    {
        var options = new TrainerOptions { DataFolder = _folder.Path, RecipeFolder = _folder.Path, RunFolder = _folder.File(run), Resume = resume, Threads = 2 };
        TrainingResult? result = null;
        Exception? fault = null;
        var thread = new Thread(() =>
        {
            try
            {
                result = new Trainer(config, options, TimeProvider.System).Run(progress, cancellationToken);
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

        return result!;
    }

    private IEnumerable<double> Column(string run, int index) =>
        File.ReadLines(_folder.File($"{run}/log.csv")).Skip(1).Select(row => double.Parse(row.Split(',')[index], CultureInfo.InvariantCulture));

    private sealed class Watch(Action<TrainingProgress> report) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => report(value);
    }

    private sealed class CancelAfter(CancellationTokenSource source, int steps) : IProgress<TrainingProgress>
    {
        private int _reports;

        public void Report(TrainingProgress value)
        {
            if (++_reports == steps)
            {
                source.Cancel();
            }
        }
    }
}
