using VideoSeg.Model;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.Host.Tests.Commands;

public sealed class ModelAverageCommandTests : IDisposable
{
    private const string Tensor = "c1.c1.0.weight";
    private const string Statistic = "c1.c1.1.running_mean";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Average_OfTwo_WritesTheirMeanUnderTheNameGiven()
    {
        ModelFile a = Model("a", 1), b = Model("b", 2);
        Assert.Equal(0, await CommandRun.ModelAsync("average", a.Path, b.Path, "-o", _folder.File("mean.safetensors"), "--name", "both"));

        ModelFile mean = ModelFile.Open(_folder.File("mean.safetensors"));
        float[] first = a.Weights.GetFloats(Tensor), second = b.Weights.GetFloats(Tensor);
        Assert.Equal([.. first.Select((value, i) => (float)(((double)value + second[i]) / 2))], mean.Weights.GetFloats(Tensor));
        Assert.Equal(("both", 0.3f, 0.01), (mean.Metadata.Name, mean.Metadata.Threshold, mean.Metadata.MinArea));
        Assert.Equal("terms of a; terms of b", mean.Metadata.License);

        string message = await Fault(FaultKind.Output, a.Path, b.Path, "-o", _folder.File("mean.safetensors"));
        Assert.Contains("--overwrite", message, StringComparison.Ordinal);
        Assert.Equal(0, await CommandRun.ModelAsync("average", a.Path, b.Path, "-o", _folder.File("mean.safetensors"), "--overwrite"));
        Assert.Equal("a", ModelFile.Open(_folder.File("mean.safetensors")).Metadata.Name);
    }

    [Fact]
    public async Task Average_OfFilesTunedApart_HasTheDefaults()
    {
        ModelFile a = Model("a", 1), b = Model("b", 2, threshold: 0.7f);
        Assert.Equal(0, await CommandRun.ModelAsync("average", a.Path, b.Path, "-o", _folder.File("mean.safetensors")));
        ModelMetadata metadata = ModelFile.Open(_folder.File("mean.safetensors")).Metadata;
        Assert.Equal((0.5f, 0), (metadata.Threshold, metadata.MinArea));
    }

    [Fact]
    public async Task Average_WithPictures_MeasuresStatisticsOnThoseOfTheSplit()
    {
        ModelFile a = Model("a", 1), b = Model("b", 2);
        Directory.CreateDirectory(_folder.File("images"));
        for (byte n = 1; n <= 2; n++)
        {
            var picture = new Picture(32, 32, PixelFormat.Rgb24);
            Array.Fill(picture.Data, (byte)(n * 100));
            ImageFile.Write(_folder.File($"images/{n}.png"), picture);
        }

        await File.WriteAllTextAsync(_folder.File("one.txt"), "1\n", TestContext.Current.CancellationToken);
        string[] arguments = ["average", a.Path, b.Path, "--images", _folder.File("images"), "--threads", "1", "-o"];
        Assert.Equal(0, await CommandRun.ModelAsync([.. arguments, _folder.File("all.safetensors")]));
        Assert.Equal(0, await CommandRun.ModelAsync([.. arguments, _folder.File("one.safetensors"), "--split", _folder.File("one.txt")]));
        WeightSet all = SafetensorsFile.Read(_folder.File("all.safetensors")), one = SafetensorsFile.Read(_folder.File("one.safetensors"));
        Assert.Equal(all.GetFloats(Tensor), one.GetFloats(Tensor));
        Assert.NotEqual(all.GetFloats(Statistic), one.GetFloats(Statistic));
        Assert.NotEqual(a.Weights.GetFloats(Statistic), one.GetFloats(Statistic));
    }

    [Fact]
    public async Task Average_OfWhatCannotBe_IsRefused()
    {
        ModelFile a = Model("a", 1), b = Model("b", 2);
        Assert.Contains("for both", await Fault(FaultKind.Usage, a.Path, b.Path, "-o", b.Path, "--overwrite"), StringComparison.Ordinal);
        Assert.Contains("--images", await Fault(FaultKind.Usage, a.Path, b.Path, "-o", _folder.File("m"), "--split", "x"), StringComparison.Ordinal);
        Assert.Contains("--name", await Fault(FaultKind.Usage, a.Path, b.Path, "-o", _folder.File("m"), "--name", "a\tb"), StringComparison.Ordinal);

        // Found before the weights are read: these are none.
        Assert.Contains("Make it first", await Fault(FaultKind.Output, "x", "y", "-o", _folder.File("none/m")), StringComparison.Ordinal);
    }

    private static async Task<string> Fault(FaultKind kind, params string[] arguments)
    {
        VideoSegException fault = await Assert.ThrowsAsync<VideoSegException>(() => CommandRun.ModelAsync(["average", .. arguments]));
        Assert.Equal(kind, fault.Kind);
        return fault.Message;
    }

    private ModelFile Model(string name, ulong seed, float threshold = 0.3f)
    {
        var metadata = new ModelMetadata { Name = name, InputWidth = 32, InputHeight = 32, Threshold = threshold, MinArea = 0.01, License = $"terms of {name}" };
        SafetensorsFile.Write(_folder.File($"{name}.safetensors"), WeightInitializer.Create(ResUNetPlusPlus.Build(), seed).WithMetadata(metadata.ToDictionary()));
        return ModelFile.Open(_folder.File($"{name}.safetensors"));
    }
}
