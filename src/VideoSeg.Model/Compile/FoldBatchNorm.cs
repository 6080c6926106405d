using System.Collections.Immutable;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Compile;

/// <summary>
/// Moves each batch normalisation that follows a convolution, and nothing else reads the convolution, into its weights:
/// W' = W g / sqrt(v + eps), b' = (b - m) g / sqrt(v + eps) + beta. The convolution keeps its name and gains a bias.
/// </summary>
public static class FoldBatchNorm
{
    /// <summary>Rewrites graph and weights; neither argument changes.</summary>
    /// <exception cref="VideoSegException">The weights don't fit the graph (<see cref="FaultKind.Input"/>).</exception>
    public static CompiledNetwork Apply(NetworkGraph graph, WeightSet weights)
    {
        WeightDifferences.Between(graph, weights).ThrowIfAny("the weights", graph.Name);
        int[] readers = Readers(graph);
        var nodes = ImmutableArray.CreateBuilder<Node>(graph.Nodes.Length);
        var tensors = weights.Tensors.ToBuilder();
        var moved = new int[graph.Nodes.Length];
        for (int i = 0; i < moved.Length; i++)
        {
            Node node = graph.Nodes[i];
            if (node.Operation is BatchNorm2d norm
                && readers[node.Inputs[0]] == 1
                && graph.Nodes[node.Inputs[0]] is { Operation: Conv2d or ConvTranspose2d } convolution)
            {
                int target = moved[node.Inputs[0]];
                Fold(weights, tensors, convolution, node, norm);
                nodes[target] = nodes[target] with { Operation = WithBias(convolution.Operation) };
                moved[i] = target;
            }
            else
            {
                moved[i] = nodes.Count;
                nodes.Add(node with { Inputs = [.. node.Inputs.Select(input => moved[input])] });
            }
        }

        return new(
            new NetworkGraph(graph.Name, graph.SizeMultiple, nodes.ToImmutable(), [.. graph.Outputs.Select(o => o with { Node = moved[o.Node] })]),
            new WeightSet(tensors, weights.Metadata));
    }

    private static int[] Readers(NetworkGraph graph)
    {
        var readers = new int[graph.Nodes.Length];
        foreach (int read in graph.Nodes.SelectMany(node => node.Inputs).Concat(graph.Outputs.Select(output => output.Node)))
        {
            readers[read]++;
        }

        return readers;
    }

    private static Operation WithBias(Operation operation) => operation switch
    {
        Conv2d conv => conv with { Bias = true },
        ConvTranspose2d conv => conv with { Bias = true },
        _ => throw new GraphException($"{operation.GetType().Name} is no convolution"),
    };

    private static void Fold(
        WeightSet weights, ImmutableSortedDictionary<string, WeightTensor>.Builder tensors, Node convolution, Node node, BatchNorm2d norm)
    {
        float[] scale = weights.GetFloats($"{node.Name}.weight");
        float[] shift = weights.GetFloats($"{node.Name}.bias");
        float[] mean = weights.GetFloats($"{node.Name}.running_mean");
        float[] variance = weights.GetFloats($"{node.Name}.running_var");
        string kernelName = $"{convolution.Name}.weight";
        string biasName = $"{convolution.Name}.bias";
        float[] kernel = weights.GetFloats(kernelName);
        float[] bias = weights.Tensors.ContainsKey(biasName) ? weights.GetFloats(biasName) : new float[norm.Channels];
        ImmutableArray<long> shape = weights[kernelName].Shape;

        var factors = new double[norm.Channels];
        for (int c = 0; c < factors.Length; c++)
        {
            factors[c] = scale[c] / Math.Sqrt(variance[c] + norm.Epsilon);
            bias[c] = (float)(((bias[c] - (double)mean[c]) * factors[c]) + shift[c]);
        }

        // The output channels are the second dimension of a transposed convolution's kernel.
        int outer = (int)(convolution.Operation is ConvTranspose2d ? shape[0] : 1);
        int taps = kernel.Length / (outer * norm.Channels);
        for (int i = 0; i < kernel.Length; i++)
        {
            kernel[i] = (float)(kernel[i] * factors[i / taps % norm.Channels]);
        }

        tensors[kernelName] = WeightTensor.FromFloats(kernel, shape);
        tensors[biasName] = WeightTensor.FromFloats(bias, [norm.Channels]);
        foreach (ParameterSpecification parameter in node.Parameters)
        {
            tensors.Remove(parameter.Name);
        }
    }
}
