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

    /// <summary>
    /// The mean of the weights and statistics, as a model at the first file's path. Name, classes and size are the first's; licences and notices those of all;
    /// threshold and smallest area are kept where all have the same, else they are the defaults, as they were chosen for other weights.
    /// </summary>
    /// <param name="models">At least two. Each is asked for when its turn comes and not kept, so that a lazy sequence holds two at a time.</param>
    /// <exception cref="VideoSegException">They are not of one architecture, classes and input size (<see cref="FaultKind.Input"/>).</exception>
    public static ModelFile Mean(IEnumerable<ModelFile> models)
    {
        ModelFile? first = null;
        Dictionary<string, double[]> sums = new(StringComparer.Ordinal);
        var metadata = new List<ModelMetadata>();
        foreach (ModelFile model in models)
        {
            first ??= model;
            if (Kind(model) != Kind(first))
            {
                throw new VideoSegException(FaultKind.Input, $"{model.Path}: expected {Kind(first)} as in {first.Path}, found {Kind(model)}");
            }

            Add(model, sums);
            metadata.Add(model.Metadata);
        }

        if (first is null || metadata.Count < 2)
        {
            throw new ArgumentException($"expected at least two, got {metadata.Count}", nameof(models));
        }

        ModelMetadata joined = Join(metadata);
        var mean = sums.Select(sum => KeyValuePair.Create(
            sum.Key, WeightTensor.FromFloats(Array.ConvertAll(sum.Value, value => (float)(value / metadata.Count)), first.Weights[sum.Key].Shape)));
        return first with { Metadata = joined, Weights = new WeightSet(first.Weights.Tensors.SetItems(mean), joined.ToDictionary()) };
    }

    /// <summary>
    /// The model's weights with statistics measured on <paramref name="pictures"/>: the mean over batches of up to eight of about the same size, each
    /// normalised by itself and weighing as much as it has pictures. Blocks; on the calling thread.
    /// </summary>
    /// <param name="model">The network and its weights.</param>
    /// <param name="pictures">Files of pictures like those it was trained on; at least one.</param>
    /// <param name="threads">CPU threads; 0 for libtorch's own number.</param>
    /// <param name="progress">Told the number of pictures done, after each batch.</param>
    /// <param name="cancellationToken">Ends the work early.</param>
    /// <exception cref="VideoSegException">A picture cannot be read, or the network's input is not square (<see cref="FaultKind.Input"/>).</exception>
    public static WeightSet MeasureStatistics(
        ModelFile model, IReadOnlyList<string> pictures, int threads, IProgress<int>? progress, CancellationToken cancellationToken)
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
        using var network = new TorchNetwork(graph, model.Weights, trainable: false);
        Dictionary<string, double> momenta = graph.Nodes.Where(node => node.Operation is BatchNorm2d)
            .SelectMany(node => node.Parameters.Where(p => p.IsStatistic).Select(p => (p.Name, ((BatchNorm2d)node.Operation).Momentum)))
            .ToDictionary(pair => pair.Name, pair => pair.Momentum, StringComparer.Ordinal);
        Tensor[] sums = [.. network.Buffers.Select(buffer => buffer.Value.Clone().Zero_())];
        var converter = new SampleConverter(size);
        int batches = (pictures.Count + Batch - 1) / Batch;
        for (int batch = 0; batch < batches; batch++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using TensorScope scope = TensorScope.Enter();

            // Spread evenly: of one picture alone a variance says little.
            int first = (int)((long)pictures.Count * batch / batches), count = (int)((long)pictures.Count * (batch + 1) / batches) - first;
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
                sums[i].Add_(network.Buffers[i].Value.Mul(count / momenta[network.Buffers[i].Name]));
            }

            progress?.Report(first + count);
        }

        var measured = network.Buffers.Select((buffer, i) =>
            KeyValuePair.Create(buffer.Name, WeightTensor.FromFloats(sums[i].Mul(1.0 / pictures.Count).ToArray<float>(), [.. buffer.Value.Shape])));
        return new WeightSet(model.Weights.Tensors.SetItems(measured), model.Weights.Metadata);
    }

    private static string Kind(ModelFile model) =>
        $"{model.Metadata.Architecture} ({string.Join(", ", model.Metadata.Classes)}; {model.Metadata.InputWidth} x {model.Metadata.InputHeight})";

    private static void Add(ModelFile model, Dictionary<string, double[]> sums)
    {
        foreach (ParameterSpecification parameter in model.Graph.Parameters)
        {
            if (parameter.Role == ParameterRole.BatchCount || !model.Weights.Tensors.ContainsKey(parameter.Name))
            {
                continue;
            }

            float[] values = model.Weights.GetFloats(parameter.Name);
            double[] sum = sums.TryGetValue(parameter.Name, out double[]? before) ? before : sums[parameter.Name] = new double[values.Length];
            for (int i = 0; i < sum.Length; i++)
            {
                sum[i] += values[i];
            }
        }
    }

    private static ModelMetadata Join(List<ModelMetadata> all)
    {
        var defaults = new ModelMetadata { Name = all[0].Name };
        bool agree = all.TrueForAll(one => one.Threshold == all[0].Threshold && one.MinArea == all[0].MinArea);
        return all[0] with
        {
            Threshold = agree ? all[0].Threshold : defaults.Threshold,
            MinArea = agree ? all[0].MinArea : defaults.MinArea,
            License = Texts(all, "; ", one => one.License),
            Notice = Texts(all, " ", one => one.Notice),
        };
    }

    private static string Texts(List<ModelMetadata> all, string separator, Func<ModelMetadata, string> text) =>
        string.Join(separator, all.Select(text).Where(one => one.Length > 0).Distinct(StringComparer.Ordinal));
}
