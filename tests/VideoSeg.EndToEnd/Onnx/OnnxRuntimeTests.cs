using System.Runtime.InteropServices;
using VideoSeg.Bench.Engine;
using VideoSeg.Model;
using VideoSeg.Model.Architectures;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Model.Onnx;
using VideoSeg.Model.Tests;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;
using VideoSeg.TestKit;
using Xunit;

namespace VideoSeg.EndToEnd.Onnx;

/// <summary>Exported networks on ONNX Runtime against the same networks on libtorch, unrewritten and in f32. Skipped where ONNX Runtime is not installed.</summary>
public sealed class OnnxRuntimeTests : IDisposable
{
    private const int Threads = 2;

    // With all of them ONNX Runtime averages a channel in one float32 sum after the other, 123,904 of them at 352 x 352: squeeze and excitation are then
    // off by up to 3e-4 of the logits' spread, whoever is right about the network.
    private const string Optimize = "basic";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Export_OfTheShippedWeights_FindsTheSameInRealPictures()
    {
        string[] pictures = [.. File.ReadLines(RealData.At("kvasir-seg", "val.txt")).Take(3).Select(name => RealData.At("kvasir-seg", "images", $"{name}.jpg"))];
        SkipWithoutOnnxRuntime();
        string file = _folder.File("shipped.onnx");
        var (exitCode, _, errors) = await VideoSegProgram.RunAsync("model", "export", "--onnx", file);
        Assert.True(exitCode == 0, errors);
        ModelFile model = ModelFile.Open(null);
        using OnnxRuntime runtime = await OnnxRuntime.OpenAsync(file, Threads, Optimize, Token);
        Assert.Equal(["input"], runtime.Inputs);
        Assert.Equal(["logits"], runtime.Outputs);

        // One picture at the network's own size, a batch, and another size that is not square.
        await AssertSameAsync(runtime, model, Input(pictures[..1], 352, 352));
        await AssertSameAsync(runtime, model, Input(pictures[1..], 352, 352));
        await AssertSameAsync(runtime, model, Input(pictures[..1], 256, 320));
    }

    public static TheoryData<string> Architectures => [.. ArchitectureCatalog.Names];

    [Theory]
    [MemberData(nameof(Architectures))]
    public async Task Export_OfEveryArchitecture_ComputesTheSame(string name)
    {
        SkipWithoutOnnxRuntime();
        NetworkGraph graph = ArchitectureCatalog.Build(name, classes: 3);
        ModelFile model = Model(graph, RandomWeights.Create(graph, 5));
        OnnxExporter.Write(_folder.File("net.onnx"), model, new OnnxExportOptions());
        using OnnxRuntime runtime = await OnnxRuntime.OpenAsync(_folder.File("net.onnx"), Threads, Optimize, Token);
        await AssertSameAsync(runtime, model, Noise(1, 3, 64, 96));
        await AssertSameAsync(runtime, model, Noise(2, 3, 48, 32));
    }

    /// <summary>
    /// Compared as logits, of which 15 is 1 less 3e-7: the mean of the heads' probabilities is right where it is close to 0 and 1, and finite where it is
    /// beyond what float32 can tell from them.
    /// </summary>
    [Theory]
    [InlineData(1, 4, 14)]
    [InlineData(1, 2, -120)]
    [InlineData(3, 3, 120)]
    public async Task Export_OfSeveralHeads_GivesLogitsOfTheirMean(int classes, int depth, float bias)
    {
        SkipWithoutOnnxRuntime();
        NetworkGraph graph = UNetPlusPlus.Build(classes);
        WeightSet weights = RandomWeights.Create(graph, 5);
        foreach (string name in Enumerable.Range(1, 4).Select(head => $"final{head}.bias"))
        {
            weights = new WeightSet(weights.Tensors.SetItem(name, WeightTensor.FromFloats([bias, .. new float[classes - 1]], weights[name].Shape)));
        }

        ModelFile model = new HeadChoice(HeadChoice.Accurate, depth).ApplyTo(Model(graph, weights));
        OnnxExporter.Write(_folder.File("net.onnx"), model, new OnnxExportOptions { MergeOutputs = true });
        using OnnxRuntime runtime = await OnnxRuntime.OpenAsync(_folder.File("net.onnx"), Threads, Optimize, Token);
        Assert.Equal(["logits"], runtime.Outputs);
        var input = Noise(2, 3, 48, 32);
        await runtime.SetInputAsync(input.Values, input.Shape, Token);
        await runtime.RunAsync(Token);
        var (actual, shape) = await runtime.ReadAsync("logits", Token);
        Assert.Equal([2, classes, 48, 32], shape);

        double[] expected = MeanLogits([.. Reference(model, input).Select(head => head.Values)], classes, 48 * 32);
        double scale = expected.Max(Math.Abs);
        Assert.InRange(scale, 0.8 * Math.Abs(bias), 1.5 * Math.Abs(bias));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 2e-5 * scale));
    }

    [Fact]
    public async Task Export_OfEveryOperation_ComputesTheSame()
    {
        SkipWithoutOnnxRuntime();
        NetworkGraph graph = EveryOperation();
        ModelFile model = Model(graph, RandomWeights.Create(graph, 6));
        OnnxExporter.Write(_folder.File("net.onnx"), model, new OnnxExportOptions());
        using OnnxRuntime runtime = await OnnxRuntime.OpenAsync(_folder.File("net.onnx"), Threads, Optimize, Token);
        Assert.Equal(["logits", "nearest", "aligned", "centred", "pooled", "again"], runtime.Outputs);
        await AssertSameAsync(runtime, model, Noise(1, 3, 12, 20));
        await AssertSameAsync(runtime, model, Noise(3, 3, 4, 8));
    }

    [Fact]
    public async Task Export_WithWeightsOfHalfPrecision_ComputesTheSame()
    {
        SkipWithoutOnnxRuntime();
        NetworkGraph graph = EveryOperation();
        WeightSet weights = RandomWeights.Create(graph, 7);
        ModelFile model = Model(graph, new WeightSet(weights.Tensors.Select(pair => pair.Value.Type == ElementType.Float32
            ? KeyValuePair.Create(pair.Key, Half(pair.Value))
            : pair)));
        OnnxExporter.Write(_folder.File("net.onnx"), model, new OnnxExportOptions());
        using OnnxRuntime runtime = await OnnxRuntime.OpenAsync(_folder.File("net.onnx"), Threads, Optimize, Token);
        await AssertSameAsync(runtime, model, Noise(1, 3, 12, 20));
    }

    [Fact]
    public async Task Export_WithSizesFixed_TakesNoOthers()
    {
        SkipWithoutOnnxRuntime();
        NetworkGraph graph = EveryOperation();
        ModelFile model = Model(graph, RandomWeights.Create(graph, 6));
        OnnxExporter.Write(_folder.File("net.onnx"), model, new OnnxExportOptions { Batch = 2, Size = (8, 12) });
        using OnnxRuntime runtime = await OnnxRuntime.OpenAsync(_folder.File("net.onnx"), Threads, Optimize, Token);
        await AssertSameAsync(runtime, model, Noise(2, 3, 8, 12));

        await runtime.SetInputAsync(new float[3 * 8 * 12], [1, 3, 8, 12], Token);
        var fault = await Assert.ThrowsAsync<VideoSegException>(() => runtime.RunAsync(Token));
        Assert.Contains("invalid dimensions", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_OfWhatIsNoNetwork_TellsWhatOnnxRuntimeSays()
    {
        SkipWithoutOnnxRuntime();
        await File.WriteAllTextAsync(_folder.File("net.onnx"), "no network", Token);
        var fault = await Assert.ThrowsAsync<VideoSegException>(() => OnnxRuntime.OpenAsync(_folder.File("net.onnx"), Threads, Optimize, Token));
        Assert.Equal(FaultKind.Engine, fault.Kind);
        Assert.Contains("net.onnx", fault.Message, StringComparison.Ordinal);
    }

    private static void SkipWithoutOnnxRuntime() => Assert.SkipWhen(OnnxRuntime.Missing is not null, $"needs ONNX Runtime: {OnnxRuntime.Missing}");

    private static ModelFile Model(NetworkGraph graph, WeightSet weights) => new("net", new ModelMetadata { Name = "net" }, graph, weights);

    /// <summary>Each operation that a graph can hold, and one value that is two outputs.</summary>
    private static NetworkGraph EveryOperation()
    {
        var g = new GraphBuilder("every", sizeMultiple: 4);
        Value x = g.Input(3);
        Value a = g.ReLU(g.BatchNorm2d("norm", g.Conv2d("conv", x, 6, kernel: 3, stride: 2, padding: 2, dilation: 2)));
        Value factors = g.Sigmoid(g.Linear("second", g.ReLU(g.Linear("first", g.GlobalAveragePool(a), 5)), 6, bias: false));
        a = g.ScaleChannels(a, factors);
        Value up = g.ConvTranspose2d("transposed", g.MaxPool2d(a, kernel: 2, stride: 2), 6, kernel: 2, stride: 2);
        Value nearest = g.UpsampleNearest(up, 2);
        Value aligned = g.UpsampleBilinear(up, 2, alignCorners: true);
        Value centred = g.UpsampleBilinear(up, 3, alignCorners: false);
        Value odd = g.ConvTranspose2d("odd", up, 6, kernel: 4, stride: 2, padding: 1, bias: false);
        Value joined = g.Concat(g.Add(nearest, aligned, odd), g.Multiply(nearest, aligned, odd), x);
        Value logits = g.Conv2d("head", joined, 2, kernel: 1, bias: false);
        g.Output("logits", logits);
        g.Output("nearest", nearest);
        g.Output("aligned", aligned);
        g.Output("centred", centred);
        g.Output("pooled", factors);
        g.Output("again", logits);
        return g.Build();
    }

    private static WeightTensor Half(WeightTensor tensor) => new(
        ElementType.Float16, tensor.Shape, MemoryMarshal.AsBytes<Half>(Array.ConvertAll(tensor.ToFloats(), value => (Half)value)).ToArray());

    private static (float[] Values, int[] Shape) Noise(params int[] shape)
    {
        var random = new Random(3);
        return ([.. Enumerable.Range(0, shape.Aggregate((a, b) => a * b)).Select(_ => random.NextSingle())], shape);
    }

    /// <summary>Pictures as the network sees them.</summary>
    private static unsafe (float[] Values, int[] Shape) Input(string[] paths, int height, int width)
    {
        var converter = new InputConverter(width, height);
        var values = new float[paths.Length * converter.Length];
        for (int i = 0; i < paths.Length; i++)
        {
            Picture picture = ImageFile.Read(paths[i]);
            fixed (byte* data = picture.Data)
            {
                converter.Convert(picture.AsPlanes(data), values.AsSpan(i * converter.Length));
            }
        }

        return (values, [paths.Length, 3, height, width]);
    }

    /// <summary>Every output of both, to 1e-4 of its spread: f32 sums in another order differ by about 1e-6 of it, a wrong operation by far more.</summary>
    private static async Task AssertSameAsync(OnnxRuntime runtime, ModelFile model, (float[] Values, int[] Shape) input)
    {
        await runtime.SetInputAsync(input.Values, input.Shape, Token);
        await runtime.RunAsync(Token);
        foreach ((string name, float[] expected, int[] shape) in Reference(model, input))
        {
            var (actual, actualShape) = await runtime.ReadAsync(name, Token);
            Assert.Equal(shape, actualShape);
            float spread = expected.Max() - expected.Min();
            Assert.True(spread > 0, $"{name} is the same everywhere: it would show nothing");
            double worst = expected.Zip(actual, (a, b) => Math.Abs((double)a - b)).Max() / spread;
            TestContext.Current.TestOutputHelper?.WriteLine($"{model.Graph.Name}, {name} [{string.Join(", ", shape)}]: largest difference {worst:0.0e+0} of the spread {spread:0.00}");
            Assert.InRange(worst, 0, 1e-4);
        }
    }

    /// <summary>In doubles: the logits of the mean of the heads' probabilities; of several classes their logarithms.</summary>
    private static double[] MeanLogits(float[][] heads, int classes, int pixels)
    {
        double LogMean(Func<float[], double> logarithm)
        {
            double[] values = [.. heads.Select(logarithm)];
            double most = values.Max();
            return most + Math.Log(values.Average(value => Math.Exp(value - most)));
        }

        double LogOfShare(float[] head, int i)
        {
            int first = (i / (classes * pixels) * classes * pixels) + (i % pixels);
            double most = Enumerable.Range(0, classes).Max(k => head[first + (k * pixels)]);
            return head[i] - most - Math.Log(Enumerable.Range(0, classes).Sum(k => Math.Exp(head[first + (k * pixels)] - most)));
        }

        return [.. Enumerable.Range(0, heads[0].Length).Select(i => classes > 1
            ? LogMean(head => LogOfShare(head, i))
            : LogMean(head => -Softplus(-head[i])) - LogMean(head => -Softplus(head[i])))];

        static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));
    }

    private static (string Name, float[] Values, int[] Shape)[] Reference(ModelFile model, (float[] Values, int[] Shape) input)
    {
        using var scope = TensorScope.Enter();
        using IDisposable inference = Autograd.InferenceMode();
        using var network = new TorchNetwork(model.Graph, model.Weights, trainable: false);
        IReadOnlyList<Tensor> outputs = network.ForwardAll(Tensor.FromData(input.Values, Array.ConvertAll(input.Shape, size => (long)size)), training: false);
        return [.. model.Graph.Outputs.Select((output, i) => (output.Name, outputs[i].ToArray<float>(), outputs[i].Shape.Select(size => (int)size).ToArray()))];
    }
}
