using System.Globalization;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Training;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Training;

/// <summary>Real runs of the real network on several classes: bright and blue discs, and a few pictures of BKAI NeoPolyp.</summary>
public sealed class ClassTrainingTests : IDisposable
{
    private const int Width = 40, Height = 36;
    private static readonly string[] Names = ["background", "bright", "blue"];

    private readonly TemporaryFolder _folder = new();

    public ClassTrainingTests()
    {
        Directory.CreateDirectory(_folder.File("images"));
        Directory.CreateDirectory(_folder.File("masks"));
        var random = new Random(1);
        for (int n = 0; n < 20; n++)
        {
            var image = new Picture(Width, Height, PixelFormat.Rgb24);
            var mask = new Picture(Width, Height, PixelFormat.Gray8);
            int x = random.Next(8, 32), y = random.Next(8, 28), radius = random.Next(6, 10), kind = 1 + (n % 2);
            int[] ground = [random.Next(30, 110), random.Next(30, 110), random.Next(30, 110)]; // so that no picture resembles another
            for (int i = 0; i < Width * Height; i++)
            {
                int dx = (i % Width) - x, dy = (i / Width) - y;
                bool inside = (dx * dx) + (dy * dy) < radius * radius;
                mask.Data[i] = inside ? (byte)kind : (byte)0;
                for (int c = 0; c < 3; c++)
                {
                    image.Data[(i * 3) + c] = (byte)((!inside ? ground[c] : kind == 1 || c == 2 ? 200 : 20) + random.Next(-20, 20));
                }
            }

            ImageFile.Write(_folder.File($"images/{n:d2}.png"), image);
            ImageFile.Write(_folder.File($"masks/{n:d2}.png"), mask);
        }
    }

    [Fact]
    public void Run_SeveralClasses_AreLearntAndNamedInTheWeights()
    {
        TrainingResult result = Train("learn", Config(epochs: 8));

        string[] rows = File.ReadAllLines(_folder.File("learn/log.csv"));
        Assert.Contains("validation_dice,validation_iou,validation_polyp_dice", rows[0], StringComparison.Ordinal);
        double[] last = [.. rows[^1].Split(',').Select(value => double.Parse(value, CultureInfo.InvariantCulture))];
        Assert.InRange(result.BestDice, 0.6, 1);
        Assert.InRange(last[7], 0.5, 1);    // polyps of whatever class
        Assert.NotEqual(last[5], last[7]);  // which is not the mean over the classes
        ModelFile model = ModelFile.Open(_folder.File("learn/best.safetensors"));
        Assert.Equal(Names, model.Metadata.Classes);
        Assert.Equal(["#FF0000", "#0000FF"], model.Metadata.Colors);
        Assert.Equal([3L, 16, 1, 1], model.Weights["output.weight"].Shape);

        // Pictures of the one class and of the other: outlines of both colours are on the sheet.
        Picture sheet = ImageFile.Read(_folder.File("learn/predictions.png"));
        (byte, byte, byte)[] colors = [.. Enumerable.Range(0, sheet.Width * sheet.Height).Select(i => (sheet.Data[3 * i], sheet.Data[(3 * i) + 1], sheet.Data[(3 * i) + 2]))];
        Assert.Contains(((byte)255, (byte)0, (byte)0), colors);
        Assert.Contains(((byte)0, (byte)0, (byte)255), colors);
    }

    [Fact]
    public void Run_CancelledAndResumed_GivesTheSameNumbers()
    {
        TrainingConfig config = Config(epochs: 2) with { Loss = new LossOptions { ClassWeights = [1, 2, 3] } };
        Train("whole", config);
        using var source = new CancellationTokenSource();
        int reports = 0;
        Assert.Throws<OperationCanceledException>(() => Train("parts", config, progress: new Watch<TrainingProgress>(_ =>
        {
            if (++reports == 3)
            {
                source.Cancel();
            }
        }), cancellationToken: source.Token));
        Train("parts", config, resume: true);
        Assert.Equal(File.ReadAllBytes(_folder.File("whole/last.safetensors")), File.ReadAllBytes(_folder.File("parts/last.safetensors")));
    }

    [Fact]
    public void Run_FromWeightsOfOneClass_TakesAllButTheHeadAndSaysSo()
    {
        WeightSet one = WeightInitializer.Create(ArchitectureCatalog.Build("resunetpp", classes: 1), seed: 9);
        SafetensorsFile.Write(_folder.File("one.safetensors"), one);
        var notes = new List<string>();
        TrainingConfig config = Config(epochs: 1) with { InitialWeights = "one.safetensors", Optimizer = new OptimizerOptions { LearningRate = 1e-7 } };

        Train("three", config, notes: new Watch<string>(notes.Add));

        Assert.Contains("the head is made fresh (output.weight, output.bias)", Assert.Single(notes), StringComparison.Ordinal);
        WeightSet three = SafetensorsFile.Read(_folder.File("three/last.safetensors"));
        Assert.Equal(one.GetFloats("c1.c1.0.weight"), three.GetFloats("c1.c1.0.weight"), (a, b) => Math.Abs(a - b) < 1e-4);

        // Another network is not made to fit.
        SafetensorsFile.Write(_folder.File("other.safetensors"), WeightInitializer.Create(ArchitectureCatalog.Build("resunet", classes: 1), seed: 9));
        Assert.Throws<VideoSegException>(() => Train("refused", config with { InitialWeights = "other.safetensors" }));
    }

    [Fact]
    public void Run_WithEveryOption_ResumesAlikeHeedsEachAndShipsNoAuxiliaryHead()
    {
        Train("teacher", Config(epochs: 1));
        TrainingConfig config = Config(epochs: 2) with
        {
            DeepSupervision = 0.4,
            Loss = new LossOptions { Tversky = 0.5, TverskyExponent = 0.75, BoundaryWeight = 3, ClassWeights = [1, 2, 2] },
            Distillation = new DistillationOptions { Teachers = ["teacher/last.safetensors"], Weight = 0.3 },
            Augmentation = new AugmentationOptions
            {
                CopyPasteProbability = 0.5, HighlightProbability = 0.5, BorderProbability = 0.5, CutoutProbability = 0.5, RotationDegrees = 30,
            },
        };
        Train("whole", config);
        using var source = new CancellationTokenSource();
        int reports = 0;
        Assert.Throws<OperationCanceledException>(() => Train("parts", config, progress: new Watch<TrainingProgress>(_ =>
        {
            if (++reports == 2)
            {
                source.Cancel();
            }
        }), cancellationToken: source.Token));
        Train("parts", config, resume: true);

        Assert.Equal(File.ReadAllBytes(_folder.File("whole/last.safetensors")), File.ReadAllBytes(_folder.File("parts/last.safetensors")));
        Assert.DoesNotContain(ModelFile.Open(_folder.File("whole/last.safetensors")).Weights.Tensors.Keys, name => name.StartsWith("auxiliary", StringComparison.Ordinal));

        // Each has a part in it.
        TrainingConfig once = config with { Stages = [new TrainingStage { Epochs = 1, Size = 32, Batch = 8 }] };
        byte[][] outcomes = [.. new[] { once, once with { DeepSupervision = 0.1 }, once with { Distillation = config.Distillation with { Weight = 0.9 } }, once with { Distillation = new DistillationOptions() } }
            .Select((recipe, i) =>
            {
                Train($"once{i}", recipe);
                return File.ReadAllBytes(_folder.File($"once{i}/last.safetensors"));
            })];
        Assert.All(outcomes[1..], outcome => Assert.NotEqual(outcomes[0], outcome));

        // They may start another run that has such heads, and one of another number of classes cannot teach.
        Train("again", config with { InitialWeights = "whole/last.safetensors", Stages = [new TrainingStage { Epochs = 1, Size = 32, Batch = 8 }] });
        Assert.Throws<VideoSegException>(() => Train("refused", config with { Classes = ["background", "a", "b", "c"], Colors = [] , Loss = new LossOptions() }));
    }

    [Fact]
    public void Run_OtherSeedWithTheSameHoldoutSeed_HoldsTheSameOut()
    {
        Train("one", Config(epochs: 1) with { Seed = 3, HoldoutSeed = 8 });
        Train("two", Config(epochs: 1) with { Seed = 4, HoldoutSeed = 8 });
        Train("three", Config(epochs: 1) with { Seed = 8 });
        string holdout = File.ReadAllText(_folder.File("one/holdout.txt"));
        Assert.Equal(holdout, File.ReadAllText(_folder.File("two/holdout.txt")));
        Assert.Equal(holdout, File.ReadAllText(_folder.File("three/holdout.txt")));
        Assert.NotEqual(File.ReadAllText(_folder.File("one/log.csv")), File.ReadAllText(_folder.File("two/log.csv")));

        // A run that goes on from one of them is told where it holds out what that one was trained on.
        var notes = new List<string>();
        TrainingConfig further = Config(epochs: 1) with { InitialWeights = "one/last.safetensors", Seed = 5, HoldoutSeed = 8 };
        Train("same", further, notes: new Watch<string>(notes.Add));
        Assert.Empty(notes);
        Train("other", further with { HoldoutSeed = 5 }, notes: new Watch<string>(notes.Add));
        int seen = File.ReadLines(_folder.File("other/holdout.txt")).Intersect(File.ReadLines(_folder.File("one/training.txt"))).Count();
        Assert.InRange(seen, 1, 6);
        Assert.Contains($"was trained on {seen} of the 6 pictures held out here", Assert.Single(notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Run_DeepSupervisionOfANetworkWithHeadsOfItsOwn_IsRefused()
    {
        var fault = Assert.Throws<VideoSegException>(() => Train("nested", Config(epochs: 1) with { Architecture = "unetpp", DeepSupervision = 0.5 }));
        Assert.Equal(FaultKind.Usage, fault.Kind);
        Assert.Contains("deep_supervision", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_MaskWithAClassTooMany_IsRefused()
    {
        TrainingConfig config = Config(epochs: 1) with { Classes = ["background", "bright", "blue", "none"], Colors = [] };
        Train("four", config);
        ImageFile.Write(_folder.File("masks/00.png"), new Picture(Width, Height, PixelFormat.Gray8, [.. Enumerable.Repeat((byte)4, Width * Height)]));
        Assert.Contains("found 4", Assert.Throws<VideoSegException>(() => Train("five", config)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Run_OnPicturesOfBkai_LearnsFromThem()
    {
        string images = RealData.At("bkai-neopolyp", "images");
        string[] names = [.. Directory.GetFiles(images).Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal).Take(16)];
        File.WriteAllLines(_folder.File("few.txt"), names);
        TrainingConfig config = Config(epochs: 1) with
        {
            Classes = ["background", "neoplastic", "non-neoplastic"],
            Data = [new DataSource { Images = "bkai-neopolyp/images", Masks = "bkai-neopolyp/masks", Split = "./few.txt" }],
            Stages = [new TrainingStage { Epochs = 3, Size = 64, Batch = 4 }],
        };

        Train("bkai", config, data: RealData.Folder);

        double[] losses = [.. File.ReadLines(_folder.File("bkai/log.csv")).Skip(1).Select(row => double.Parse(row.Split(',')[3], CultureInfo.InvariantCulture))];
        Assert.True(losses[^1] < losses[0], string.Join(' ', losses));
        Assert.Equal(["background", "neoplastic", "non-neoplastic"], ModelFile.Open(_folder.File("bkai/best.safetensors")).Metadata.Classes);
    }

    [Fact]
    public void Splits_OfBkai_PartItsPicturesWithoutOverlap()
    {
        string[] train = File.ReadAllLines(Repository.At("configs/splits/bkai-train.txt")), test = File.ReadAllLines(Repository.At("configs/splits/bkai-test.txt"));
        string[] all = [.. Directory.GetFiles(RealData.At("bkai-neopolyp", "images")).Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal)];
        Assert.Empty(train.Intersect(test));
        Assert.Equal(all, train.Concat(test).Order(StringComparer.Ordinal));
        Assert.InRange(test.Length, 190, 210);
    }

    public void Dispose() => _folder.Dispose();

    private static TrainingConfig Config(int epochs) => new()
    {
        Name = "classes",
        Classes = [.. Names],
        Colors = ["#FF0000", "#0000FF"],
        Data = [new DataSource { Images = "images", Masks = "masks" }],
        ValidationFraction = 0.3,
        Stages = [new TrainingStage { Epochs = epochs, Size = 32, Batch = 4 }],
        Optimizer = new OptimizerOptions { LearningRate = 0.003 },
        Augmentation = new AugmentationOptions { FlipHorizontal = 0.5, RotationDegrees = 20, Brightness = 0.1 },
        EmaDecay = 0.8,
    };

    private TrainingResult Train(
        string run, TrainingConfig config, bool resume = false, IProgress<TrainingProgress>? progress = null, IProgress<string>? notes = null, string? data = null,
        CancellationToken cancellationToken = default)
    {
        long before = Tensor.LiveCount;
        var options = new TrainerOptions
        {
            DataFolder = data ?? _folder.Path, RecipeFolder = _folder.Path, RunFolder = _folder.File(run), Resume = resume, Threads = 2, Device = "cpu", Notes = notes,
        };
        TrainingResult result = TrainingThread.Run(() => new Trainer(config, options, TimeProvider.System).Run(progress, cancellationToken));
        Assert.Equal(before, Tensor.LiveCount);
        return result;
    }

    private sealed class Watch<T>(Action<T> report) : IProgress<T>
    {
        public void Report(T value) => report(value);
    }
}
