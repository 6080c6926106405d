using System.Text;
using VideoSeg.Model.Data;
using VideoSeg.Model.Data.Packs;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Tests.Training;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Training;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Model.Tests.Data.Packs;

public sealed class PackFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Write_Lossless_GivesTheTensorsOfTheFolder(int kinds)
    {
        IReadOnlyList<SegmentationSample> samples = Samples(6);
        PackWriter.Write(_folder.File("a.pack"), samples, new PackOptions { Size = 32, Kinds = kinds, Quality = 0 });
        PackFile pack = PackFile.Open(_folder.File("a.pack"));

        Assert.Equal(samples.Select(sample => sample.Name), Enumerable.Range(0, pack.Count).Select(pack.Name));
        Assert.Equal((32, kinds), (pack.Size, pack.Kinds));
        using SampleCache expected = SampleCache.Load([.. samples.Select(sample => new FileSample(sample, kinds))], 32, kinds, Device.Cpu, CancellationToken.None);
        using SampleCache found = SampleCache.Load([.. Enumerable.Range(0, 6).Select(i => new PackedSample(pack, i, kinds))], 32, kinds, Device.Cpu, CancellationToken.None);
        Assert.Equal(expected.Images.ToArray<byte>(), found.Images.ToArray<byte>());
        Assert.Equal(expected.Masks.ToArray<byte>(), found.Masks.ToArray<byte>());
        Assert.Contains((byte)kinds, found.Masks.ToArray<byte>());
    }

    [Fact]
    public void Run_OnALosslessPack_TrainsTheSameWeights()
    {
        PackWriter.Write(_folder.File("a.pack"), Samples(10), new PackOptions { Size = 32, Quality = 0 });
        foreach (var (name, source) in new[] { ("folder", new DataSource { Images = "images", Masks = "masks" }), ("pack", new DataSource { Pack = "a.pack" }) })
        {
            var config = new TrainingConfig { Name = "p", Data = [source], ValidationFraction = 0.2, Stages = [new TrainingStage { Epochs = 1, Size = 32, Batch = 4 }] };
            var options = new TrainerOptions { DataFolder = _folder.Path, RunFolder = _folder.File(name), Threads = 1, Device = "cpu" };
            TrainingThread.Run(() => new Trainer(config, options, TimeProvider.System).Run(progress: null, CancellationToken.None));
        }

        Assert.Equal(File.ReadAllText(_folder.File("folder/training.txt")), File.ReadAllText(_folder.File("pack/training.txt")));
        WeightSet expected = SafetensorsFile.Read(_folder.File("folder/last.safetensors")), found = SafetensorsFile.Read(_folder.File("pack/last.safetensors"));
        Assert.All(expected.Tensors.Where(tensor => tensor.Value.Type == ElementType.Float32), tensor => Assert.Equal(tensor.Value.ToFloats(), found.GetFloats(tensor.Key)));
    }

    [Fact]
    public void Write_RealPicturesAsJpeg_LosesLittleAndOfMasksNothing()
    {
        IReadOnlyList<SegmentationSample> samples = [.. SegmentationFolder.Open(
            RealData.At("kvasir-seg", "images"), RealData.At("kvasir-seg", "masks"), RealData.At("kvasir-seg", "train.txt")).Take(8)];
        PackWriter.Write(_folder.File("k.pack"), samples, new PackOptions());
        PackFile pack = PackFile.Open(_folder.File("k.pack"));
        foreach (int size in (int[])[352, 160])
        {
            using SampleCache expected = SampleCache.Load([.. samples.Select(sample => new FileSample(sample))], size, 1, Device.Cpu, CancellationToken.None);
            using SampleCache found = SampleCache.Load([.. Enumerable.Range(0, 8).Select(i => new PackedSample(pack, i, 1))], size, 1, Device.Cpu, CancellationToken.None);
            byte[] a = expected.Images.ToArray<byte>(), b = found.Images.ToArray<byte>(), mask = expected.Masks.ToArray<byte>(), packed = found.Masks.ToArray<byte>();
            double mean = Enumerable.Range(0, a.Length).Average(i => Math.Abs(a[i] - b[i]));
            TestContext.Current.TestOutputHelper?.WriteLine($"{size}: mean difference {mean:f3} of 255");
            Assert.InRange(mean, 0.01, 2.5);
            int differing = Enumerable.Range(0, mask.Length).Count(i => mask[i] != packed[i]);
            Assert.InRange(differing, 0, size == 352 ? 0 : mask.Length / 500); // scaled twice, masks differ in pixels on their rims
        }

        Assert.InRange(new FileInfo(_folder.File("k.pack")).Length, 1, 8 * 30_000); // 30 MB for the data set's 1000 pictures
    }

    [Fact]
    public void Open_WhatIsDamagedOrNoPack_IsRefused()
    {
        PackWriter.Write(_folder.File("a.pack"), Samples(2), new PackOptions { Size = 32 });
        byte[] whole = File.ReadAllBytes(_folder.File("a.pack"));
        byte[] turned = [.. whole];
        turned[^5] ^= 1;
        byte[] lies = [.. whole];
        lies[11] = 0x7f;
        foreach (byte[] bytes in new[] { turned, lies, whole[..^3], [.. whole, 0], whole[..10], Encoding.UTF8.GetBytes("no pack at all") })
        {
            File.WriteAllBytes(_folder.File("b.pack"), bytes);
            var fault = Assert.Throws<VideoSegException>(() => PackFile.Open(_folder.File("b.pack")));
            Assert.Equal(FaultKind.Input, fault.Kind);
            Assert.Contains("expected a pack", fault.Message, StringComparison.Ordinal);
        }

        Assert.Throws<VideoSegException>(() => PackFile.Open(_folder.File("none.pack")));
    }

    [Theory]
    [InlineData(32, 255, "mask of a: expected numbers of classes from 0 to 2, found 255")]
    [InlineData(24, 2, "expected 32 x 32 pixels")]
    public void Read_WhatTheHeaderBelies_IsRefused(int size, byte value, string expected)
    {
        byte[] image = ImageFile.Encode(new Picture(size, size, PixelFormat.Rgb24), ImageContainer.Png);
        var mask = new Picture(size, size, PixelFormat.Gray8);
        mask.Data[7] = value;
        PackFile.Write(_folder.File("other.pack"), size: 32, kinds: 2, quality: 0, [("a", image, ImageFile.Encode(mask, ImageContainer.Png))]);
        PackFile pack = PackFile.Open(_folder.File("other.pack"));
        VideoSegException fault = Assert.Throws<VideoSegException>(() => new PackedSample(pack, 0, kinds: 2).Read());
        Assert.Equal(FaultKind.Input, fault.Kind);
        Assert.Contains(expected, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_MoreThanCanBeRead_IsRefusedAndWritesNothing()
    {
        IReadOnlyList<SegmentationSample> samples = Samples(4);
        var options = new PackOptions { Size = 32, Quality = 0 };
        var fault = Assert.Throws<VideoSegException>(() => PackWriter.Write(_folder.File("a.pack"), samples, options, mostBytes: 3000, progress: null, CancellationToken.None));
        Assert.Equal(FaultKind.Output, fault.Kind);
        Assert.Contains("quality", fault.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void Write_OptionsOutOfRange_AreAllNamed()
    {
        var fault = Assert.Throws<VideoSegException>(() => PackWriter.Write(_folder.File("a.pack"), Samples(1), new PackOptions { Size = 0, Kinds = 300, Quality = 101 }));
        Assert.All(["Size", "Kinds", "Quality"], name => Assert.Contains(name, fault.Message, StringComparison.Ordinal));
        Assert.Throws<VideoSegException>(() => PackWriter.Write(_folder.File("a.pack"), [], new PackOptions()));
    }

    [Fact]
    public void Open_RecipeThatAsksMoreThanThePackHolds_IsRefused()
    {
        PackWriter.Write(_folder.File("a.pack"), Samples(4), new PackOptions { Size = 32 });
        var config = new TrainingConfig { Name = "p", Data = [new DataSource { Pack = "a.pack" }], Stages = [new TrainingStage { Epochs = 1, Size = 48, Batch = 4 }] };
        Assert.Contains("--size 48", Assert.Throws<VideoSegException>(() => Open(config)).Message, StringComparison.Ordinal);

        config = config with { Stages = [new TrainingStage { Epochs = 1, Size = 32, Batch = 4 }], Classes = ["background", "a", "b"] };
        Assert.Contains("--classes 2", Assert.Throws<VideoSegException>(() => Open(config)).Message, StringComparison.Ordinal);

        File.WriteAllText(_folder.File("split.txt"), "1\n7\n");
        config = config with { Classes = ["polyp"], Data = [new DataSource { Pack = "a.pack", Split = "split.txt" }] };
        Assert.Contains("found none for 7", Assert.Throws<VideoSegException>(() => Open(config)).Message, StringComparison.Ordinal);
        File.WriteAllText(_folder.File("split.txt"), "1\n3\n");
        Assert.Equal(["1", "3"], Open(config).Training.Concat(Open(config).Holdout).Select(sample => sample.Name).Order());
    }

    private TrainingData Open(TrainingConfig config) => TrainingData.Open(config, _folder.Path, _folder.Path, CancellationToken.None);

    /// <summary>Pictures that do not resemble each other, with discs of classes 1 and 2.</summary>
    private IReadOnlyList<SegmentationSample> Samples(int count)
    {
        Directory.CreateDirectory(_folder.File("images"));
        Directory.CreateDirectory(_folder.File("masks"));
        var random = new Random(5);
        for (int n = 0; n < count; n++)
        {
            var image = new Picture(50, 44, PixelFormat.Rgb24);
            var mask = new Picture(50, 44, PixelFormat.Gray8);
            byte[] patches = new byte[48];
            random.NextBytes(patches);
            int x = random.Next(12, 38), y = random.Next(12, 32);
            for (int i = 0; i < 50 * 44; i++)
            {
                mask.Data[i] = Math.Pow((i % 50) - x, 2) + Math.Pow((i / 50) - y, 2) < 80 ? (byte)(1 + (n % 2)) : (byte)0;
                for (int c = 0; c < 3; c++)
                {
                    image.Data[(i * 3) + c] = patches[(((i / 50 / 11 * 4) + (i % 50 / 13)) * 3) + c];
                }
            }

            ImageFile.Write(_folder.File($"images/{n}.png"), image);
            ImageFile.Write(_folder.File($"masks/{n}.png"), mask);
        }

        return SegmentationFolder.Open(_folder.File("images"), _folder.File("masks"));
    }
}
