using VideoSeg.Model.Graph;
using VideoSeg.Model.Randomness;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Tests;

/// <summary>Weights whose batch normalisation is not the identity, unlike that of fresh ones. tests/vectors/resunetpp_reference.py makes the same.</summary>
internal static class RandomWeights
{
    public static WeightSet Create(NetworkGraph graph, ulong seed)
    {
        WeightSet fresh = WeightInitializer.Create(graph, seed);
        return new(graph.Parameters.Select(p => KeyValuePair.Create(p.Name, p.Role switch
        {
            ParameterRole.Scale => Uniform(p, seed, 1, 3),
            ParameterRole.RunningVariance => Uniform(p, seed, 0.5, 1.5),
            ParameterRole.Shift or ParameterRole.RunningMean => Uniform(p, seed, -0.5, 0.5),
            _ => fresh[p.Name],
        })));
    }

    private static WeightTensor Uniform(ParameterSpecification parameter, ulong seed, double low, double high)
    {
        var random = new NamedRandom(seed, parameter.Name);
        var values = new float[parameter.ElementCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)(low + ((high - low) * random.NextDouble()));
        }

        return WeightTensor.FromFloats(values, parameter.Shape);
    }
}
