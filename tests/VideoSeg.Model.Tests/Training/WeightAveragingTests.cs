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

public sealed class WeightAveragingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Mean_OfThree_IsTheMeanOfEveryTensor()
    {
        ModelFile[] models = [Model(1), Model(2), Model(3)];
        WeightSet mean = WeightAveraging.Mean(models).Weights;
        foreach (string name in (string[])["c1.c1.0.weight", "d3.r1.c1.3.running_var", "output.bias"])
        {
            float[][] all = [.. models.Select(model => model.Weights.GetFloats(name))];
            Assert.Equal(Enumerable.Range(0, all[0].Length).Select(i => all.Average(values => values[i])), mean.GetFloats(name), (a, b) => Math.Abs(a - b) < 1e-6);
        }

        Assert.Equal(models[0].Weights.Tensors.Keys, mean.Tensors.Keys);
    }

    [Fact]
    public void Mean_OfDifferentNetworks_IsRefused()
    {
        ModelFile one = Model(1);
        Assert.Contains("expected resunetpp (polyp; 32 x 32)", Assert.Throws<VideoSegException>(() => WeightAveraging.Mean([one, Model(2, size: 64)])).Message);
        Assert.Throws<VideoSegException>(() => WeightAveraging.Mean([one, Model(2, classes: "background,polyp")]));
    }

    [Fact]
    public void Mean_AsksForEachWhenItsTurnComes()
    {
        IEnumerable<ModelFile> Hand()
        {
            yield return Model(1);
            yield return Model(2, size: 64);
            Assert.Fail("asked for the third before the second was looked at");
        }

        Assert.Throws<VideoSegException>(() => WeightAveraging.Mean(Hand()));
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(9, 4)]
    public void MeasureStatistics_AreThoseOfThePicturesEachWeighingAlike(int count, int inFirstBatch)
    {
        ModelFile model = Model(5);
        var random = new Random(3);
        string[] files = [.. Enumerable.Range(0, count).Select(i =>
        {
            var picture = new Picture(32, 32, PixelFormat.Rgb24);
            random.NextBytes(picture.Data);
            picture.Data.AsSpan(0, 300 * i).Fill((byte)(20 * i));
            ImageFile.Write(_folder.File($"{i}.png"), picture);
            return _folder.File($"{i}.png");
        })];

        WeightSet measured = TrainingThread.Run(() => WeightAveraging.MeasureStatistics(model, files, threads: 1, progress: null, CancellationToken.None));

        // The first norm sees the first convolution of the pictures: its mean is told by hand.
        using TensorScope scope = TensorScope.Enter();
        byte[] bytes = new byte[count * 3 * 32 * 32];
        for (int i = 0; i < count; i++)
        {
            new SampleConverter(32).Image(ImageFile.Read(files[i]), bytes.AsSpan(i * 3 * 1024, 3 * 1024));
        }

        Tensor input = Tensor.FromData<byte>(bytes, [count, 3, 32, 32]).To(ScalarType.Float32).Div_(255);
        Tensor first = Functional.Conv2d(input, Weight(model, "c1.c1.0.weight"), Weight(model, "c1.c1.0.bias"), padding: 1);
        Assert.Equal(first.Mean([0, 2, 3]).ToArray<float>(), measured.GetFloats("c1.c1.1.running_mean"), (a, b) => Math.Abs(a - b) < 1e-5);
        float[] Variances(int start, int length) => first.Narrow(0, start, length).Var([0, 2, 3]).ToArray<float>();
        float[] one = Variances(0, inFirstBatch), other = count == inFirstBatch ? one : Variances(inFirstBatch, count - inFirstBatch);
        Assert.Equal(one.Select((value, i) => ((value * inFirstBatch) + (other[i] * (count - inFirstBatch))) / count), measured.GetFloats("c1.c1.1.running_var"), (a, b) => Math.Abs(a - b) < 1e-5);
        Assert.Equal(model.Weights.GetFloats("c1.c1.0.weight"), measured.GetFloats("c1.c1.0.weight"));
        WeightDifferences.Between(model.Graph, measured).ThrowIfAny("measured", "resunetpp");
    }

    private static Tensor Weight(ModelFile model, string name) => Tensor.FromData<float>(model.Weights.GetFloats(name), [.. model.Weights[name].Shape.Select(side => (long)side)]);

    private ModelFile Model(ulong seed, int size = 32, string classes = "polyp")
    {
        var metadata = new ModelMetadata { Name = "m", InputWidth = size, InputHeight = size, Classes = ClassNames.Split(classes) };
        NetworkGraph graph = ArchitectureCatalog.Build("resunetpp", metadata.Classes.Length);
        string path = _folder.File($"{seed}-{size}-{metadata.Classes.Length}.safetensors");
        SafetensorsFile.Write(path, WeightInitializer.Create(graph, seed).WithMetadata(metadata.ToDictionary()));
        return ModelFile.Open(path);
    }
}
