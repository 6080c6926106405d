using System.Diagnostics;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;

namespace VideoSeg.Bench.Engine;

/// <summary>
/// The convolutions of a network and nothing else, one after the other, on inputs of their own that are there already, channels-last, on libtorch
/// (which computes them by oneDNN): what the network would take if all the rest cost nothing. Memory that one frees the next gets, without a fresh
/// mapping.
/// </summary>
internal sealed class ConvolutionWorkload : IWorkload
{
    /// <summary>Name among the engines.</summary>
    public const string Name = "convolutions";

    private readonly Dictionary<TensorShape, Tensor> _inputs = [];
    private readonly List<Func<Tensor>> _convolutions = [];
    private readonly List<Tensor> _weights = [];
    private readonly ScalarType _type;

    /// <summary>Prepares inputs and weights.</summary>
    public ConvolutionWorkload(ModelFile model, string precision, int threads, int batch)
    {
        _type = precision == "bf16" ? ScalarType.BFloat16 : ScalarType.Float32;
        TorchRuntime.SetThreads(threads);
        TorchRuntime.KeepFreedMemory();
        IReadOnlyList<TensorShape> shapes = model.Graph.InferShapes(batch, model.Metadata.InputHeight, model.Metadata.InputWidth);
        foreach (Node node in model.Graph.Nodes.Where(node => node.Operation is Conv2d or ConvTranspose2d))
        {
            Add(node, Input(shapes[node.Inputs[0]]), model.Weights);
        }

        Description = $"convolutions alone (libtorch), {precision}";
    }

    /// <inheritdoc/>
    public string Description { get; }

    /// <inheritdoc/>
    public TimeSpan Run()
    {
        using IDisposable inference = Autograd.InferenceMode();
        long start = Stopwatch.GetTimestamp();
        foreach (Func<Tensor> convolution in _convolutions)
        {
            using Tensor result = convolution();
        }

        return Stopwatch.GetElapsedTime(start);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Tensor tensor in _inputs.Values.Concat(_weights))
        {
            tensor.Dispose();
        }
    }

    private void Add(Node node, Tensor x, WeightSet weights)
    {
        Tensor? Weight(string part) => node.Parameters.FirstOrDefault(p => p.Name == $"{node.Name}.{part}") is { } parameter
            ? Keep(Tensor.FromData(weights.GetFloats(parameter.Name), parameter.Shape.AsSpan()))
            : null;

        Tensor weight = Weight("weight")!;
        Tensor? bias = Weight("bias");
        _convolutions.Add(node.Operation switch
        {
            Conv2d conv => () => Functional.Conv2d(x, weight, bias, conv.Stride, conv.Padding, conv.Dilation),
            ConvTranspose2d conv => () => Functional.ConvTranspose2d(x, weight, bias, conv.Stride, conv.Padding),
            _ => throw new GraphException($"{node.Name} is no convolution"),
        });
    }

    /// <summary>Numbers between -1 and 1; layers that read the same shape share them.</summary>
    private Tensor Input(TensorShape shape)
    {
        if (!_inputs.TryGetValue(shape, out Tensor? input))
        {
            var random = new Random(1);
            float[] values = [.. Enumerable.Range(0, (int)shape.ElementCount).Select(_ => (2 * random.NextSingle()) - 1)];
            input = Convert(Tensor.FromData(values, [shape.Batch, shape.Channels, shape.Height, shape.Width]));
            _inputs.Add(shape, input);
        }

        return input;
    }

    private Tensor Keep(Tensor tensor)
    {
        Tensor kept = Convert(tensor);
        _weights.Add(kept);
        return kept;
    }

    private Tensor Convert(Tensor tensor)
    {
        using var scope = TensorScope.Enter();
        Tensor converted = tensor.To(_type);
        if (converted.Dimensions == 4)
        {
            converted = converted.Contiguous(MemoryFormat.ChannelsLast);
        }

        return scope.Keep(converted);
    }
}
