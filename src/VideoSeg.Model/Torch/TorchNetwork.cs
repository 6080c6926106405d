using System.Collections.Immutable;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Torch;

/// <summary>
/// A network graph with its weights on libtorch, for training and inference on the CPU or a GPU. Parameters and running statistics are
/// float32 whatever the arithmetic of the activations; activations and kernels are channels-last.
/// </summary>
/// <remarks>Not safe for use by several threads at once. Owns its tensors, whatever scope it was made in, until disposed.</remarks>
public sealed class TorchNetwork : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _batchCounts = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Name, ScalarType Type), Tensor> _frozenCasts = [];
    private readonly ImmutableArray<int> _lastUse;
    private readonly bool _trainable;

    /// <summary>Puts the weights on the device.</summary>
    /// <param name="graph">What to compute.</param>
    /// <param name="weights">All the tensors that the graph names; copied.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="trainable">Whether gradients are wanted. Without, casts of kernels are made once and kept.</param>
    /// <exception cref="VideoSegException">The weights don't fit the graph (<see cref="FaultKind.Input"/>).</exception>
    public TorchNetwork(NetworkGraph graph, WeightSet weights, Device device = default, bool trainable = true)
    {
        Graph = graph;
        Device = device;
        _trainable = trainable;
        _lastUse = LastUses(graph);
        Check(weights);
        try
        {
            foreach (ParameterSpecification parameter in graph.Parameters)
            {
                if (parameter.Role != ParameterRole.BatchCount)
                {
                    _tensors.Add(parameter.Name, Create(parameter, weights));
                }
            }

            LoadBatchCounts(weights);
            Parameters = [.. graph.Parameters.Where(p => p.IsTrainable).Select(p => (p.Name, _tensors[p.Name]))];
            Buffers = [.. graph.Parameters.Where(p => p.IsStatistic).Select(p => (p.Name, _tensors[p.Name]))];
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What is computed.</summary>
    public NetworkGraph Graph { get; }

    /// <summary>Where it is computed.</summary>
    public Device Device { get; }

    /// <summary>The trained tensors, float32, in the order of the graph; the network's own.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Parameters { get; } = [];

    /// <summary>The running means and variances, float32, in the order of the graph; the network's own.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Buffers { get; } = [];

    /// <summary>Computes the main output: the logits, float32 [N, K, H, W], owned by the caller or the caller's scope.</summary>
    /// <param name="input">Float [N, C, H, W] on the network's device; unchanged.</param>
    /// <param name="training">Normalise by the batch's statistics and gather them; needs more than one value a channel.</param>
    /// <param name="computeType">Type of activations and kernels. Autograd passes through the casts.</param>
    /// <exception cref="VideoSegException">The size does not suit the network (<see cref="FaultKind.Usage"/>).</exception>
    public Tensor Forward(Tensor input, bool training, ScalarType computeType = ScalarType.Float32)
    {
        using var scope = TensorScope.Enter();
        return scope.Keep(Run(input, training, computeType)[0]);
    }

    /// <summary>Computes all outputs, in the order of the graph's; otherwise as <see cref="Forward"/>.</summary>
    public IReadOnlyList<Tensor> ForwardAll(Tensor input, bool training, ScalarType computeType = ScalarType.Float32)
    {
        using var scope = TensorScope.Enter();
        Tensor[] outputs = Run(input, training, computeType);
        foreach (Tensor output in outputs.Distinct())
        {
            scope.Keep(output);
        }

        return outputs;
    }

    /// <summary>A copy of the present weights, float32, without metadata; waits for the device.</summary>
    public WeightSet ToWeights() => new(Graph.Parameters.Select(p => KeyValuePair.Create(
        p.Name,
        p.Role == ParameterRole.BatchCount
            ? WeightTensor.FromInt64(_batchCounts[p.Name])
            : WeightTensor.FromFloats(_tensors[p.Name].ToArray<float>(), p.Shape))));

    /// <summary>Overwrites the present weights.</summary>
    /// <exception cref="VideoSegException">They don't fit the graph; nothing was changed (<see cref="FaultKind.Input"/>).</exception>
    public void Load(WeightSet weights)
    {
        Check(weights);
        DropCasts();
        using IDisposable noGrad = Autograd.NoGrad();
        foreach ((string name, Tensor tensor) in _tensors)
        {
            tensor.CopyFrom_<float>(weights.GetFloats(name));
        }

        LoadBatchCounts(weights);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        DropCasts();
        foreach (Tensor tensor in _tensors.Values)
        {
            tensor.Dispose();
        }
    }

    private static ImmutableArray<int> LastUses(NetworkGraph graph)
    {
        int[] lastUse = [.. Enumerable.Range(0, graph.Nodes.Length)];
        for (int i = 0; i < lastUse.Length; i++)
        {
            foreach (int input in graph.Nodes[i].Inputs)
            {
                lastUse[input] = i;
            }
        }

        foreach (GraphOutput output in graph.Outputs)
        {
            lastUse[output.Node] = int.MaxValue;
        }

        return ImmutableArray.Create(lastUse);
    }

    private static Tensor Fold(Tensor[] inputs, Func<Tensor, Tensor, Tensor> combine)
    {
        Tensor result = inputs[0];
        for (int i = 1; i < inputs.Length; i++)
        {
            Tensor next = combine(result, inputs[i]);
            if (i > 1)
            {
                result.Dispose();
            }

            result = next;
        }

        return result;
    }

    private void Check(WeightSet weights) => WeightDifferences.Between(Graph, weights).ThrowIfAny("the weights", Graph.Name);

    private Tensor Create(ParameterSpecification parameter, WeightSet weights)
    {
        using var scope = TensorScope.Enter();
        Tensor tensor = Tensor.FromData(weights.GetFloats(parameter.Name), parameter.Shape.AsSpan()).To(Device);
        if (parameter.Shape.Length == 4)
        {
            tensor = tensor.Contiguous(MemoryFormat.ChannelsLast);
        }

        tensor.RequiresGrad = _trainable && parameter.IsTrainable;
        return tensor.DetachFromScope();
    }

    private void LoadBatchCounts(WeightSet weights)
    {
        foreach (ParameterSpecification parameter in Graph.Parameters.Where(p => p.Role == ParameterRole.BatchCount))
        {
            _batchCounts[parameter.Name] = weights.Tensors.TryGetValue(parameter.Name, out WeightTensor? count)
                ? BitConverter.ToInt64(count.Data.Span)
                : 0;
        }
    }

    private void DropCasts()
    {
        foreach (Tensor cast in _frozenCasts.Values)
        {
            cast.Dispose();
        }

        _frozenCasts.Clear();
    }

    private Tensor[] Run(Tensor input, bool training, ScalarType computeType)
    {
        if (input.Dimensions != 4 || input.Size(1) != Graph.InputChannels)
        {
            throw new ArgumentException($"expected [N, {Graph.InputChannels}, H, W], got {input}", nameof(input));
        }

        Graph.CheckSize((int)input.Size(2), (int)input.Size(3));
        var values = new Tensor?[Graph.Nodes.Length];
        values[0] = input.To(computeType).Contiguous(MemoryFormat.ChannelsLast);
        for (int i = 1; i < values.Length; i++)
        {
            Node node = Graph.Nodes[i];
            values[i] = Execute(node, [.. node.Inputs.Select(n => values[n]!)], training, computeType);

            // Autograd keeps what it needs itself; everything else goes back to the allocator at once.
            foreach (int read in node.Inputs)
            {
                if (_lastUse[read] == i && values[read] is { } spent)
                {
                    spent.Dispose();
                    values[read] = null;
                }
            }
        }

        return [.. Graph.Outputs.Select(output => values[output.Node]!.To(ScalarType.Float32))];
    }

    private Tensor Execute(Node node, Tensor[] x, bool training, ScalarType type)
    {
        switch (node.Operation)
        {
            case Conv2d conv:
                return Functional.Conv2d(x[0], Cast(node, "weight", type), conv.Bias ? Cast(node, "bias", type) : null, conv.Stride, conv.Padding, conv.Dilation);
            case ConvTranspose2d conv:
                return Functional.ConvTranspose2d(x[0], Cast(node, "weight", type), conv.Bias ? Cast(node, "bias", type) : null, conv.Stride, conv.Padding);
            case BatchNorm2d norm:
                return Normalise(node, norm, x[0], training);
            case Linear linear:
                Tensor y = Functional.Linear(x[0].Flatten(1), Cast(node, "weight", type), linear.Bias ? Cast(node, "bias", type) : null);
                return y.View(y.Size(0), y.Size(1), 1, 1);
            case ReLU:
                return x[0].Relu();
            case Sigmoid:
                return x[0].Sigmoid();
            case GlobalAveragePool:
                return Functional.AdaptiveAvgPool2d(x[0], 1, 1);
            case ScaleChannels:
                return x[0].Mul(x[1]);
            case MaxPool2d pool:
                return Functional.MaxPool2d(x[0], pool.Kernel, pool.Stride);
            case UpsampleNearest up:
                return Functional.InterpolateNearest(x[0], x[0].Size(2) * up.Factor, x[0].Size(3) * up.Factor);
            case UpsampleBilinear up:
                return Functional.InterpolateBilinear(x[0], x[0].Size(2) * up.Factor, x[0].Size(3) * up.Factor, up.AlignCorners);
            case Concat:
                return Functional.Cat(x, 1);
            case Add:
                return Fold(x, (a, b) => a.Add(b));
            case Multiply:
                return Fold(x, (a, b) => a.Mul(b));
            default:
                throw new GraphException($"{node.Name}: libtorch has no executor for {node.Operation.GetType().Name}");
        }
    }

    private Tensor Normalise(Node node, BatchNorm2d norm, Tensor x, bool training)
    {
        if (training)
        {
            _batchCounts[$"{node.Name}.num_batches_tracked"]++;
        }

        return Functional.BatchNorm(
            x, _tensors[$"{node.Name}.weight"], _tensors[$"{node.Name}.bias"], _tensors[$"{node.Name}.running_mean"],
            _tensors[$"{node.Name}.running_var"], training, norm.Momentum, norm.Epsilon);
    }

    private Tensor Cast(Node node, string part, ScalarType type)
    {
        string name = $"{node.Name}.{part}";
        Tensor tensor = _tensors[name];
        if (type == ScalarType.Float32)
        {
            return tensor;
        }

        if (_trainable)
        {
            return tensor.To(type);
        }

        if (!_frozenCasts.TryGetValue((name, type), out Tensor? cast))
        {
            cast = tensor.To(type).DetachFromScope();
            _frozenCasts.Add((name, type), cast);
        }

        return cast;
    }
}
