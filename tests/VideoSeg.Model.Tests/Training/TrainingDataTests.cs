using VideoSeg.Model.Data;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Training;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Training;

public sealed class TrainingDataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_SourceWithSequences_HoldsOutWholeSequences()
    {
        Directory.CreateDirectory(_folder.File("images"));
        Directory.CreateDirectory(_folder.File("masks"));
        for (int frame = 1; frame <= 16; frame++)
        {
            ImageFile.Write(_folder.File($"images/{frame}.png"), Patches(frame));
            ImageFile.Write(_folder.File($"masks/{frame}.png"), new Picture(64, 64, PixelFormat.Gray8));
        }

        File.WriteAllText(_folder.File("sequences.csv"), "sequence,first,last,frames\n1,1,4,4\n2,5,8,4\n3,9,12,4\n4,13,16,4\n");
        var source = new DataSource { Images = "images", Masks = "masks", Sequences = "sequences.csv" };
        for (int seed = 1; seed <= 4; seed++)
        {
            Assert.Equal(4, Sequences(source, seed).Single().Count());
        }

        // Without them the frames fall apart: what the table is for.
        Assert.Contains(Enumerable.Range(1, 4), seed => Sequences(source with { Sequences = null }, seed).Count() > 1);
    }

    [Fact]
    public void Open_SplitBesideTheRecipe_IsFoundThere()
    {
        string data = _folder.File("data"), recipes = _folder.File("recipes");
        Directory.CreateDirectory(Path.Combine(data, "images"));
        Directory.CreateDirectory(Path.Combine(data, "masks"));
        Directory.CreateDirectory(Path.Combine(recipes, "splits"));
        for (int i = 1; i <= 6; i++)
        {
            ImageFile.Write(Path.Combine(data, $"images/{i}.png"), Patches(i));
            ImageFile.Write(Path.Combine(data, $"masks/{i}.png"), new Picture(64, 64, PixelFormat.Gray8));
        }

        File.WriteAllText(Path.Combine(recipes, "splits/some.txt"), "1\n2\n4\n");
        var config = new TrainingConfig
        {
            Name = "x", ValidationFraction = 0.3, Stages = [new TrainingStage { Epochs = 1, Size = 64, Batch = 1 }],
            Data = [new DataSource { Images = "images", Masks = "masks", Split = "./splits/some.txt" }],
        };

        TrainingData opened = TrainingData.Open(config, data, recipes, CancellationToken.None);

        Assert.Equal(["1", "2", "4"], opened.Training.Select(s => s.Name).Concat(opened.Holdout.Select(s => s.Name)).Order());
    }

    [Fact]
    public void Open_SeveralSources_HoldsOutTheSameShareOfEach()
    {
        // Of one source the half that the same seed holds out is gone already, as where data split kept it for tests: what is left comes late in every order.
        SegmentationSample[] all = [.. Enumerable.Range(1, 40).Select(i => new SegmentationSample($"{i}", "", ""))];
        string[] rest = [.. ValidationSplit.Create([.. all.Select(sample => new[] { sample })], 0.5, seed: 1).Training.Select(sample => sample.Name)];
        Assert.Equal(20, rest.Length);
        Write("first", Enumerable.Range(101, 20).Select(i => $"{i}"));
        Write("second", rest);
        var config = new TrainingConfig
        {
            Name = "x", Seed = 1, ValidationFraction = 0.2, Stages = [new TrainingStage { Epochs = 1, Size = 64, Batch = 1 }],
            Data = [new DataSource { Images = "first/images", Masks = "first/masks" }, new DataSource { Images = "second/images", Masks = "second/masks" }],
        };

        TrainingData opened = TrainingData.Open(config, _folder.Path, _folder.Path, CancellationToken.None);

        Assert.Equal((4, 4), (opened.Holdout.Count(sample => int.Parse(sample.Name) > 100), opened.Holdout.Count(sample => int.Parse(sample.Name) < 100)));
        Assert.Equal(32, opened.Training.Count);
        Assert.Empty(opened.Training.Select(sample => sample.Name).Intersect(opened.Holdout.Select(sample => sample.Name)));
    }

    [Fact]
    public void Open_ASourceOfOnePicture_IsTrainedOn()
    {
        Write("first", Enumerable.Range(1, 5).Select(i => $"{i}"));
        Write("second", ["6"]);
        var config = new TrainingConfig
        {
            Name = "x", ValidationFraction = 0.2, Stages = [new TrainingStage { Epochs = 1, Size = 64, Batch = 1 }],
            Data = [new DataSource { Images = "second/images", Masks = "second/masks" }, new DataSource { Images = "first/images", Masks = "first/masks" }],
        };

        TrainingData opened = TrainingData.Open(config, _folder.Path, _folder.Path, CancellationToken.None);

        Assert.Contains("6", opened.Training.Select(sample => sample.Name));
        Assert.Equal((5, 1), (opened.Training.Count, opened.Holdout.Count));
    }

    private void Write(string folder, IEnumerable<string> names)
    {
        Directory.CreateDirectory(_folder.File($"{folder}/images"));
        Directory.CreateDirectory(_folder.File($"{folder}/masks"));
        foreach (string name in names)
        {
            ImageFile.Write(_folder.File($"{folder}/images/{name}.png"), Patches(int.Parse(name)));
            ImageFile.Write(_folder.File($"{folder}/masks/{name}.png"), new Picture(64, 64, PixelFormat.Gray8));
        }
    }

    /// <summary>The frames held out, by the sequence that they are of.</summary>
    private IEnumerable<IGrouping<int, int>> Sequences(DataSource source, int seed)
    {
        var config = new TrainingConfig
        {
            Name = "x", Data = [source], Seed = seed, ValidationFraction = 0.25, Stages = [new TrainingStage { Epochs = 1, Size = 64, Batch = 1 }],
        };
        return TrainingData.Open(config, _folder.Path, _folder.Path, CancellationToken.None).Holdout.Select(sample => int.Parse(sample.Name)).GroupBy(frame => (frame - 1) / 4);
    }

    /// <summary>A picture that resembles none of another seed.</summary>
    private static Picture Patches(int seed)
    {
        var random = new Random(seed);
        byte[] patches = new byte[8 * 8 * 3];
        random.NextBytes(patches);
        var picture = new Picture(64, 64, PixelFormat.Rgb24);
        for (int i = 0; i < picture.Data.Length; i++)
        {
            (int pixel, int channel) = (i / 3, i % 3);
            picture.Data[i] = patches[(((pixel / 64 / 8 * 8) + (pixel % 64 / 8)) * 3) + channel];
        }

        return picture;
    }
}
