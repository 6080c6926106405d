using System.Collections.Immutable;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Torch;

/// <summary>
/// A network graph with its weights on libtorch, for training and inference on the CPU or a GPU. Parameters and running statistics are
/// float32 whatever the arithmetic of the activations; activations and kernels lie in memory
/// as the device is fastest with.
/// </summary>
/// <remarks>Not safe for use by several threads at once. Owns its tensors, whatever scope it was made in, until disposed.</remarks>
public sealed class TorchNetwork : IDisposable
{
    private readonly Dictionary<string, Tensor> _tensors = new(StringComparer.Ordinal);
    private readonly TorchLayer[] _layers;
    private readonly ImmutableArray<TorchStep> _steps;
    private readonly Tensor?[] _values;
    private readonly int[] _lastUse;
    private readonly bool _trainable;
    private readonly MemoryFormat _layout;

    /// <summary>Puts the weights on the device.</summary>
    /// <param name="graph">What to compute.</param>
    /// <param name="weights">All the tensors that the graph names; copied.</param>
    /// <param name="device">Where to compute.</param>
    /// <param name="trainable">
    /// Whether gradients are wanted. Without, casts of kernels are kept, activations are overwritten where nobody reads them again, and convolutions are
    /// computed together with the sums and ReLUs after them.
    /// </param>
    /// <exception cref="VideoSegException">The weights don't fit the graph (<see cref="FaultKind.Input"/>).</exception>
    public TorchNetwork(NetworkGraph graph, WeightSet weights, Device device = default, bool trainable = true)
    {
        (Graph, Device, _trainable) = (graph, device, trainable);
        _layout = NetworkLayout.For(device);
        _layers = [.. graph.Nodes.Select(node => new TorchLayer(node, trainable, _layout))];
        _steps = trainable ? TorchStep.Plain(graph) : TorchStep.Fused(graph);
        _values = new Tensor?[_layers.Length];
        _lastUse = LastUses(graph, _steps);
        Check(weights);
        try
        {
            foreach (TorchLayer layer in _layers)
            {
                AddTensors(layer, weights);
            }
        }
        catch
        {
            Dispose();
            throw;
        }

        Parameters = [.. graph.Parameters.Where(p => p.IsTrainable).Select(p => (p.Name, _tensors[p.Name]))];
        Buffers = [.. graph.Parameters.Where(p => p.IsStatistic).Select(p => (p.Name, _tensors[p.Name]))];
    }

    private TorchNetwork(TorchNetwork original)
    {
        (Graph, Device, _layout, _steps, _lastUse) = (original.Graph, original.Device, original._layout, original._steps, original._lastUse);
        foreach ((string name, Tensor tensor) in original._tensors)
        {
            _tensors.Add(name, tensor.Detach().DetachFromScope());
        }

        _layers = [.. original._layers.Select(layer => new TorchLayer(layer, name => _tensors[name]))];
        _values = new Tensor?[_layers.Length];
        (Parameters, Buffers) = (Renew(original.Parameters), Renew(original.Buffers));
    }

    /// <summary>What is computed.</summary>
    public NetworkGraph Graph { get; }

    /// <summary>Where it is computed.</summary>
    public Device Device { get; }

    /// <summary>The trained tensors, float32, in the order of the graph; the network's own.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Parameters { get; }

    /// <summary>The running means and variances, float32, in the order of the graph; the network's own.</summary>
    public IReadOnlyList<(string Name, Tensor Value)> Buffers { get; }

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
        foreach (Tensor output in outputs)
        {
            scope.Keep(output);
        }

        return outputs;
    }

    /// <summary>Casts all weights now, which the first <see cref="Forward"/> in this type does otherwise. Of a network that is not trained.</summary>
    public void Prepare(ScalarType computeType)
    {
        foreach (TorchLayer layer in _layers)
        {
            layer.Prepare(computeType);
        }
    }

    /// <summary>
    /// A network on the same weights, and on the casts made so far, in the same memory: for another thread to run beside this one. The memory is freed with
    /// the last of them.
    /// </summary>
    /// <exception cref="InvalidOperationException">This network is trained.</exception>
    public TorchNetwork Twin() => _trainable
        ? throw new InvalidOperationException("expected a network for inference, whose weights do not change")
        : new TorchNetwork(this);

    /// <summary>A copy of the present weights, float32, without metadata; waits for the device.</summary>
    public WeightSet ToWeights() => new(_layers.SelectMany(layer => layer.Node.Parameters.Select(p => KeyValuePair.Create(
        p.Name,
        p.Role == ParameterRole.BatchCount
            ? WeightTensor.FromInt64(layer.BatchCount)
            : WeightTensor.FromFloats(_tensors[p.Name].ToArray<float>(), p.Shape)))));

    /// <summary>Overwrites the present weights.</summary>
    /// <exception cref="VideoSegException">They don't fit the graph; nothing was changed (<see cref="FaultKind.Input"/>).</exception>
    public void Load(WeightSet weights)
    {
        Check(weights);
        using IDisposable noGrad = Autograd.NoGrad();
        foreach ((string name, Tensor tensor) in _tensors)
        {
            tensor.CopyFrom_<float>(weights.GetFloats(name));
        }

        foreach (TorchLayer layer in _layers)
        {
            layer.DropCasts();
            layer.BatchCount = BatchCount(layer, weights);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (TorchLayer layer in _layers)
        {
            layer.DropCasts();
        }

        foreach (Tensor tensor in _tensors.Values)
        {
            tensor.Dispose();
        }
    }

    /// <summary>The step that last reads each node's value; those that none reads are never asked for.</summary>
    private static int[] LastUses(NetworkGraph graph, ImmutableArray<TorchStep> steps)
    {
        var lastUse = new int[graph.Nodes.Length];
        for (int i = 0; i < steps.Length; i++)
        {
            foreach (int input in steps[i].Reads)
            {
                lastUse[input] = i;
            }
        }

        foreach (GraphOutput output in graph.Outputs)
        {
            lastUse[output.Node] = int.MaxValue;
        }

        return lastUse;
    }

    private static long BatchCount(TorchLayer layer, WeightSet weights)
    {
        string? name = layer.Node.Parameters.FirstOrDefault(p => p.Role == ParameterRole.BatchCount)?.Name;
        return name is not null && weights.Tensors.TryGetValue(name, out WeightTensor? count) ? BitConverter.ToInt64(count.Data.Span) : 0;
    }

    private void Check(WeightSet weights) => WeightDifferences.Between(Graph, weights).ThrowIfAny("the weights", Graph.Name);

    private void AddTensors(TorchLayer layer, WeightSet weights)
    {
        layer.BatchCount = BatchCount(layer, weights);
        foreach (ParameterSpecification parameter in layer.Node.Parameters)
        {
            switch (parameter.Role)
            {
                case ParameterRole.Weight or ParameterRole.Scale:
                    layer.Weight = Create(parameter, weights);
                    break;
                case ParameterRole.Bias or ParameterRole.Shift:
                    layer.Bias = Create(parameter, weights);
                    break;
                case ParameterRole.RunningMean:
                    layer.RunningMean = Create(parameter, weights);
                    break;
                case ParameterRole.RunningVariance:
                    layer.RunningVariance = Create(parameter, weights);
                    break;
            }
        }
    }

    private (string Name, Tensor Value)[] Renew(IReadOnlyList<(string Name, Tensor Value)> tensors) =>
        [.. tensors.Select(tensor => (tensor.Name, _tensors[tensor.Name]))];

    private Tensor Create(ParameterSpecification parameter, WeightSet weights)
    {
        using var scope = TensorScope.Enter();
        Tensor tensor = Tensor.FromData(weights.GetFloats(parameter.Name), parameter.Shape.AsSpan()).To(Device);
        if (parameter.Shape.Length == 4)
        {
            tensor = tensor.Contiguous(_layout);
        }

        tensor.RequiresGrad = _trainable && parameter.IsTrainable;
        _tensors.Add(parameter.Name, tensor.DetachFromScope());
        return tensor;
    }

    private Tensor[] Run(Tensor input, bool training, ScalarType computeType)
    {
        if (input.Dimensions != 4 || input.Size(1) != Graph.InputChannels)
        {
            throw new ArgumentException($"expected [N, {Graph.InputChannels}, H, W], got {input}", nameof(input));
        }

        Graph.CheckSize((int)input.Size(2), (int)input.Size(3));
        try
        {
            _values[0] = input.To(computeType).Contiguous(_layout);
            for (int i = 0; i < _steps.Length; i++)
            {
                Step(i, training, computeType);
            }

            var outputs = new Tensor[Graph.Outputs.Length];
            for (int i = 0; i < outputs.Length; i++)
            {
                outputs[i] = _values[Graph.Outputs[i].Node]!.To(ScalarType.Float32);
            }

            return outputs;
        }
        finally
        {
            Array.Clear(_values);
        }
    }

    private void Step(int i, bool training, ScalarType computeType)
    {
        TorchStep step = _steps[i];
        TorchLayer layer = _layers[step.Convolution < 0 ? step.Node : step.Convolution];
        ImmutableArray<int> reads = step.Reads;
        Tensor[] inputs = step.Convolution < 0 ? layer.Inputs : layer.Room(reads.Length);
        for (int k = 0; k < reads.Length; k++)
        {
            inputs[k] = _values[reads[k]]!;
        }

        // The input may share the caller's memory, and a value that is read twice here must survive the first reading.
        bool inPlace = !_trainable && reads[0] != 0 && _lastUse[reads[0]] == i && reads.LastIndexOf(reads[0]) == 0;
        Tensor value = step.Convolution < 0 ? layer.Execute(training, computeType, inPlace) : layer.ExecuteWithRelu(inputs, computeType);
        _values[step.Node] = value;

        // Autograd keeps what it needs itself; everything else goes back to the allocator at once.
        foreach (int read in reads)
        {
            if (_lastUse[read] == i && _values[read] is { } spent)
            {
                _values[read] = null;
                if (!ReferenceEquals(spent, value))
                {
                    spent.Dispose();
                }
            }
        }

        Array.Clear(inputs);
    }
}
