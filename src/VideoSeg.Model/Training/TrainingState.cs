using VideoSeg.Model.Graph;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Training;

/// <summary>Everything that training changes: weights, their moving average, the optimiser's moments. Owns its tensors; one thread.</summary>
internal sealed class TrainingState : IDisposable
{
    private const double Epsilon = 1e-8;

    private readonly OptimizerOptions _options;
    private readonly double _emaDecay;
    private readonly Group[] _groups;
    private readonly Tensor[] _averages;
    private readonly Tensor[] _values;

    public TrainingState(NetworkGraph graph, WeightSet initial, TrainingConfig config, Device device)
    {
        _options = config.Optimizer;
        _emaDecay = config.EmaDecay;
        Network = new TorchNetwork(graph, initial, device);
        Average = new TorchNetwork(graph, initial, device);
        // Weight decay is for convolution and linear weights; a bias and a batch norm (one dimension each) are spared.
        _groups =
        [
            new Group(Network.Parameters.Where(p => p.Value.Dimensions > 1), _options.WeightDecay),
            new Group(Network.Parameters.Where(p => p.Value.Dimensions <= 1), 0),
        ];
        (_averages, _values) = (Floats(Average), Floats(Network));
        LossSum = Tensor.Zeros([], ScalarType.Float32, device).DetachFromScope();
        SkippedSteps = Tensor.Zeros([], ScalarType.Float32, device).DetachFromScope();
    }

    /// <summary>The network that is trained.</summary>
    public TorchNetwork Network { get; }

    /// <summary>The same network with the moving average of its weights and statistics: what is validated and shipped.</summary>
    public TorchNetwork Average { get; }

    /// <summary>Steps taken so far.</summary>
    public long Step { get; private set; }

    /// <summary>Sum of the losses of the current epoch's steps, a scalar on the device, so that no step waits for it.</summary>
    public Tensor LossSum { get; }

    /// <summary>Number of the current epoch's steps whose gradients were not finite, a scalar on the device likewise.</summary>
    public Tensor SkippedSteps { get; }

    /// <summary>Starts an epoch's sums at nought.</summary>
    public void ResetSums()
    {
        LossSum.Zero_();
        SkippedSteps.Zero_();
    }

    /// <summary>
    /// Applies the gradients of the last backward pass and moves the average along. Gradients that are not finite count as nought, all of the
    /// step's; whether they are is decided on the device, so that no step waits for it.
    /// </summary>
    public void ApplyGradients(double learningRate)
    {
        using TensorScope scope = TensorScope.Enter();
        Step++;
        Tensor[] parameters = [.. _groups.SelectMany(g => g.Values)];
        double limit = _options.ClipGradientNorm > 0 ? _options.ClipGradientNorm : double.PositiveInfinity;
        Tensor norm = Optimizers.ClipGradNorm(parameters, limit);
        SkippedSteps.Add_(norm.IsFinite().LogicalNot().To(ScalarType.Float32));

        foreach (Group group in _groups)
        {
            Optimizers.AdamW(group.Values, group.First, group.Second, Step, learningRate, _options.Beta1, _options.Beta2, Epsilon, group.WeightDecay);
        }

        Optimizers.ZeroGrad(parameters);

        // A young average forgets faster, so that it is not weighed down by the random start.
        double decay = Math.Min(_emaDecay, (1.0 + Step) / (10.0 + Step));
        Optimizers.Ema(_averages, _values, _emaDecay == 0 ? 0 : decay);
    }

    /// <summary>The averaged weights, with the number of steps as the count of batches that the batch norms have seen; without auxiliary heads.</summary>
    public WeightSet AverageWeights()
    {
        var counts = Average.Graph.Parameters.Where(p => p.Role == ParameterRole.BatchCount)
            .Select(p => KeyValuePair.Create(p.Name, WeightTensor.FromInt64(Step)));
        return AuxiliaryHeads.Drop(new WeightSet(Average.ToWeights().Tensors.SetItems(counts)));
    }

    /// <summary>All tensors under the names of a checkpoint.</summary>
    /// <exception cref="VideoSegException">One of them holds a number that is not finite (<see cref="FaultKind.Engine"/>).</exception>
    public Dictionary<string, WeightTensor> Save()
    {
        var tensors = new Dictionary<string, WeightTensor>(StringComparer.Ordinal);
        foreach (var (name, value) in Named())
        {
            float[] numbers = value.ToArray<float>();
            TrainingFaults.RequireFinite(numbers, name);
            tensors[name] = WeightTensor.FromFloats(numbers, [.. value.Shape]);
        }

        return tensors;
    }

    /// <summary>Takes all tensors from a checkpoint of the same network.</summary>
    public void Load(WeightSet checkpoint, long step)
    {
        using IDisposable guard = Autograd.NoGrad();
        foreach (var (name, value) in Named())
        {
            if (!checkpoint.Tensors.TryGetValue(name, out WeightTensor? stored) && ReferenceEquals(value, SkippedSteps))
            {
                continue; // Checkpoints of old do not have it.
            }

            if (stored is null || !stored.Shape.AsSpan().SequenceEqual(value.Shape))
            {
                throw new VideoSegException(FaultKind.Input, $"expected a tensor {name} of shape [{string.Join(", ", value.Shape)}] in the checkpoint, found {(stored is null ? "none" : $"[{string.Join(", ", stored.Shape)}]")}.");
            }

            value.CopyFrom_<float>(stored.ToFloats());
        }

        Step = step;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Group group in _groups)
        {
            group.Dispose();
        }

        LossSum.Dispose();
        SkippedSteps.Dispose();
        Network.Dispose();
        Average.Dispose();
    }

    private static Tensor[] Floats(TorchNetwork network) =>
        [.. network.Parameters.Concat(network.Buffers).Select(p => p.Value)];

    private IEnumerable<(string Name, Tensor Value)> Named()
    {
        foreach (var (name, value) in Network.Parameters.Concat(Network.Buffers))
        {
            yield return ("model." + name, value);
        }

        foreach (var (name, value) in Average.Parameters.Concat(Average.Buffers))
        {
            yield return ("average." + name, value);
        }

        foreach (Group group in _groups)
        {
            for (int i = 0; i < group.Values.Length; i++)
            {
                yield return ("first_moment." + group.Names[i], group.First[i]);
                yield return ("second_moment." + group.Names[i], group.Second[i]);
            }
        }

        yield return ("loss_sum", LossSum);
        yield return ("skipped_steps", SkippedSteps);
    }

    /// <summary>Parameters that share a weight decay, with their moments.</summary>
    private sealed class Group : IDisposable
    {
        public Group(IEnumerable<(string Name, Tensor Value)> parameters, double weightDecay)
        {
            (Names, Values) = ([.. parameters.Select(p => p.Name)], [.. parameters.Select(p => p.Value)]);
            (First, Second) = (Array.ConvertAll(Values, ZerosLike), Array.ConvertAll(Values, ZerosLike));
            WeightDecay = weightDecay;
        }

        public string[] Names { get; }

        public Tensor[] Values { get; }

        public Tensor[] First { get; }

        public Tensor[] Second { get; }

        public double WeightDecay { get; }

        private static Tensor ZerosLike(Tensor value)
        {
            using TensorScope scope = TensorScope.Enter();
            return value.Detach().Clone().Zero_().DetachFromScope();
        }

        public void Dispose() => Array.ForEach([.. First, .. Second], t => t.Dispose());
    }
}
