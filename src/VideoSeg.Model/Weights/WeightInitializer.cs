using VideoSeg.Model.Graph;
using VideoSeg.Model.Graph.Operations;
using VideoSeg.Model.Randomness;

namespace VideoSeg.Model.Weights;

/// <summary>
/// Fresh weights in PyTorch's default distribution (kaiming uniform with a = sqrt 5, that is U(-1/sqrt(fan-in), 1/sqrt(fan-in)) for
/// kernels, matrices and biases; ones and zeros for normalisation), from this program's own generator: a seed gives the same
/// weights on every machine and device. Each tensor has a stream of its own, so changing one layer leaves the others alone.
/// </summary>
public static class WeightInitializer
{
    /// <summary>Initial weights for <paramref name="graph"/>, float32, without metadata.</summary>
    public static WeightSet Create(NetworkGraph graph, ulong seed)
    {
        var tensors = new List<KeyValuePair<string, WeightTensor>>();
        foreach (Node node in graph.Nodes)
        {
            foreach (ParameterSpecification parameter in node.Parameters)
            {
                tensors.Add(new(parameter.Name, parameter.Role switch
                {
                    ParameterRole.Weight or ParameterRole.Bias => Uniform(parameter, 1 / Math.Sqrt(FanIn(node.Operation)), seed),
                    ParameterRole.Scale or ParameterRole.RunningVariance => Constant(parameter, 1),
                    ParameterRole.Shift or ParameterRole.RunningMean => Constant(parameter, 0),
                    _ => WeightTensor.FromInt64(0),
                }));
            }
        }

        return new(tensors);
    }

    private static double FanIn(Operation operation) => operation switch
    {
        Conv2d conv => conv.InChannels * conv.Kernel * conv.Kernel,

        // PyTorch reads the second size of the weight, which is the number of outputs in a transposed convolution.
        ConvTranspose2d conv => conv.OutChannels * conv.Kernel * conv.Kernel,
        UpsampledConv2d conv => conv.InChannels * UpsampledConv2d.Kernel * UpsampledConv2d.Kernel,
        Linear linear => linear.InChannels,
        _ => throw new GraphException($"{operation.GetType().Name} has a weight without a known initialisation"),
    };

    private static WeightTensor Constant(ParameterSpecification parameter, float value)
    {
        var values = new float[parameter.ElementCount];
        Array.Fill(values, value);
        return WeightTensor.FromFloats(values, parameter.Shape);
    }

    private static WeightTensor Uniform(ParameterSpecification parameter, double bound, ulong seed)
    {
        var random = new NamedRandom(seed, parameter.Name);
        var values = new float[parameter.ElementCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(((random.NextDouble() * 2) - 1) * bound);
        }

        return WeightTensor.FromFloats(values, parameter.Shape);
    }
}
