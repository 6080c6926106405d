using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Training;

/// <summary>
/// One network from several of the same architecture: the mean of their weights (Wortsman et al. 2022, Model soups; Izmailov et al. 2018, SWA). Their batch
/// norms' statistics belong to none of it and are best measured anew on training pictures.
/// </summary>
public static class WeightAveraging
{
    private const int Batch = 8;

    /// <summary>The mean of the weights and statistics, with the metadata of the first.</summary>
    /// <param name="models">At least two.</param>
    /// <exception cref="VideoSegException">They are not of one architecture, classes and input size (<see cref="FaultKind.Input"/>).</exception>
    public static WeightSet Mean(IReadOnlyList<ModelFile> models)
    {
        if (models.Count < 2)
        {
            throw new ArgumentException($"expected at least two, got {models.Count}", nameof(models));
        }

        ModelFile first = models[0];
        foreach (ModelFile model in models.Skip(1))
        {
            if (Kind(model) != Kind(first))
            {
                throw new VideoSegException(FaultKind.Input, $"{model.Path}: expected {Kind(first)} as in {first.Path}, found {Kind(model)}");
            }
        }

        return new WeightSet(
            first.Graph.Parameters.Where(parameter => first.Weights.Tensors.ContainsKey(parameter.Name))
                .Select(parameter => KeyValuePair.Create(parameter.Name, Mean(models, parameter))),
            first.Weights.Metadata);
    }

    /// <summary>
    /// The same weights with statistics measured on <paramref name="pictures"/>: the mean over batches of eight, each normalised by itself. Blocks; on the
    /// calling thread.
    /// </summary>
    /// <param name="model">The network, of which all but the weights is taken.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="pictures">Files of pictures like those it was trained on; at least one.</param>
    /// <param name="threads">CPU threads; 0 for libtorch's own number.</param>
    /// <param name="progress">Told the number of pictures done, after each batch.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="VideoSegException">A picture cannot be read, or the network's input is not square (<see cref="FaultKind.Input"/>).</exception>
    public static WeightSet MeasureStatistics(
        ModelFile model, WeightSet weights, IReadOnlyList<string> pictures, int threads, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        int size = model.Metadata.InputWidth;
        if (model.Metadata.InputHeight != size)
        {
            throw new VideoSegException(FaultKind.Input, $"{model.Path}: expected a square input to measure statistics on, found {size} x {model.Metadata.InputHeight}");
        }

        NetworkGraph graph = model.Graph;
        TorchDevices.UseThreads(threads);
        using TensorScope outer = TensorScope.Enter();
        using IDisposable guard = Autograd.NoGrad();
        using var network = new TorchNetwork(graph, weights, trainable: false);
        Dictionary<string, double> momenta = graph.Nodes.Where(node => node.Operation is BatchNorm2d)
            .SelectMany(node => node.Parameters.Where(p => p.IsStatistic).Select(p => (p.Name, ((BatchNorm2d)node.Operation).Momentum)))
            .ToDictionary(pair => pair.Name, pair => pair.Momentum, StringComparer.Ordinal);
        Tensor[] sums = [.. network.Buffers.Select(buffer => buffer.Value.Clone().Zero_())];
        var converter = new SampleConverter(size);
        int batches = 0;
        for (int first = 0; first < pictures.Count; first += Batch)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using TensorScope scope = TensorScope.Enter();
            int count = Math.Min(Batch, pictures.Count - first);
            byte[] bytes = new byte[count * 3 * size * size];
            for (int i = 0; i < count; i++)
            {
                converter.Image(ImageFile.Read(pictures[first + i]), bytes.AsSpan(i * 3 * size * size, 3 * size * size));
            }

            foreach (var (_, value) in network.Buffers)
            {
                value.Zero_();
            }

            // From nought, a step leaves the batch's own statistics, times the momentum.
            network.Forward(Tensor.FromData<byte>(bytes, [count, 3, size, size]).To(ScalarType.Float32).Div_(255), training: true);
            for (int i = 0; i < sums.Length; i++)
            {
                sums[i].Add_(network.Buffers[i].Value.Mul(1 / momenta[network.Buffers[i].Name]));
            }

            batches++;
            progress?.Report(first + count);
        }

        var measured = network.Buffers.Select((buffer, i) =>
            KeyValuePair.Create(buffer.Name, WeightTensor.FromFloats(sums[i].Mul(1.0 / batches).ToArray<float>(), [.. buffer.Value.Shape])));
        return new WeightSet(weights.Tensors.SetItems(measured), weights.Metadata);
    }

    private static string Kind(ModelFile model) =>
        $"{model.Metadata.Architecture} ({string.Join(", ", model.Metadata.Classes)}; {model.Metadata.InputWidth} x {model.Metadata.InputHeight})";

    private static WeightTensor Mean(IReadOnlyList<ModelFile> models, ParameterSpecification parameter)
    {
        if (parameter.Role == ParameterRole.BatchCount)
        {
            return models[0].Weights[parameter.Name];
        }

        double[] sum = new double[parameter.ElementCount];
        foreach (ModelFile model in models)
        {
            float[] values = model.Weights.GetFloats(parameter.Name);
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += values[i];
            }
        }

        return WeightTensor.FromFloats(Array.ConvertAll(sum, value => (float)(value / models.Count)), parameter.Shape);
    }
}
