using VideoSeg.Model.Compile;
using VideoSeg.Model.Graph;
using VideoSeg.Model.Randomness;
using VideoSeg.Model.Tests.Torch;
using VideoSeg.Model.Torch;
using VideoSeg.Model.Weights;
using Xunit;

namespace VideoSeg.Model.Tests.Compile;

/// <summary>Networks for the passes, and the comparison of a rewritten network with the original on libtorch.</summary>
internal static class CompileTestNetworks
{
    /// <summary>A graph with random weights.</summary>
    public static CompiledNetwork WithRandomWeights(NetworkGraph graph, int seed = 1) => new(graph, Weights(graph, (ulong)seed));

    /// <summary>Builds a graph of one output and gives it random weights.</summary>
    /// <param name="build">Makes the output of the input, which has <paramref name="channels"/> channels.</param>
    public static CompiledNetwork Build(Func<GraphBuilder, Value, Value> build, int channels = 3, int seed = 1)
    {
        var g = new GraphBuilder("test", 2);
        g.Output("out", build(g, g.Input(channels)));
        return WithRandomWeights(g.Build(), seed);
    }

    /// <summary>Names and operations of the nodes, in their order.</summary>
    public static string[] Names(CompiledNetwork network) => [.. network.Graph.Nodes.Skip(1).Select(node => $"{node.Name} {node.Operation.GetType().Name}")];

    /// <summary>Checks that both compute the same, pictures of several sizes alone and together, and that the weights are what the graph needs.</summary>
    public static void AssertSameFunction(CompiledNetwork expected, CompiledNetwork actual, string because = "")
    {
        using var scope = TensorScope.Enter();
        using var original = new TorchNetwork(expected.Graph, expected.Weights, trainable: false);
        using var rewritten = new TorchNetwork(actual.Graph, actual.Weights, trainable: false);
        Assert.Equal(expected.Graph.Outputs.Select(output => output.Name), actual.Graph.Outputs.Select(output => output.Name));
        int unit = expected.Graph.SizeMultiple;
        foreach ((int batch, int height, int width) in new[] { (1, 2 * unit, 2 * unit), (2, 5 * unit, 4 * unit), (3, 3 * unit, 6 * unit) })
        {
            Tensor x = Numbers.Noise([batch, expected.Graph.InputChannels, height, width], seed: height + width);
            IReadOnlyList<Tensor> wanted = original.ForwardAll(x, training: false);
            IReadOnlyList<Tensor> found = rewritten.ForwardAll(x, training: false);
            for (int i = 0; i < wanted.Count; i++)
            {
                Assert.Equal(wanted[i].Shape, found[i].Shape);
                AssertClose(wanted[i].ToArray<float>(), found[i].ToArray<float>(), $"{because} output {expected.Graph.Outputs[i].Name} at {batch} x {height} x {width}");
            }
        }
    }

    /// <summary>Weights of which the factors of batch normalisations are of both signs, some 0, and the statistics far from 0 and 1.</summary>
    private static WeightSet Weights(NetworkGraph graph, ulong seed)
    {
        WeightSet fresh = RandomWeights.Create(graph, seed);
        return new(graph.Parameters.Select(p => KeyValuePair.Create(p.Name, p.Role == ParameterRole.Scale ? Scales(p, seed) : fresh[p.Name])));
    }

    private static WeightTensor Scales(ParameterSpecification parameter, ulong seed)
    {
        var random = new NamedRandom(seed, parameter.Name);
        var values = new float[parameter.ElementCount];
        for (int i = 0; i < values.Length; i++)
        {
            double value = (4 * random.NextDouble()) - 2;
            values[i] = Math.Abs(value) < 0.4 ? 0 : (float)value;
        }

        return WeightTensor.FromFloats(values, parameter.Shape);
    }

    // Rounding grows with the values that pass through the network, so the bound is relative to the largest of them.
    private static void AssertClose(float[] expected, float[] actual, string because)
    {
        Assert.All(expected, value => Assert.True(float.IsFinite(value), $"{because}: the original gives {value}"));
        float bound = 1e-4f * Math.Max(1e-3f, expected.Max(Math.Abs));
        float worst = expected.Zip(actual).Max(pair => Math.Abs(pair.First - pair.Second));
        Assert.True(worst <= bound, $"{because}: expected values within {bound} of the original's, found one {worst} away");
    }
}
