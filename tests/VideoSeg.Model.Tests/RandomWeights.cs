using VideoSeg.Model.Graph;
using VideoSeg.Model.Weights;

namespace VideoSeg.Model.Tests;

/// <summary>Weights whose batch normalisation is not the identity, unlike that of fresh ones.</summary>
internal static class RandomWeights
{
    public static WeightSet Create(NetworkGraph graph, ulong seed)
    {
        var random = new Random((int)seed);
        WeightSet fresh = WeightInitializer.Create(graph, seed);
        return new(graph.Parameters.Select(p => KeyValuePair.Create(p.Name, p.Role switch
        {
            ParameterRole.Scale or ParameterRole.RunningVariance => Uniform(p, random, 0.5f, 1.5f),
            ParameterRole.Shift or ParameterRole.RunningMean => Uniform(p, random, -0.5f, 0.5f),
            _ => fresh[p.Name],
        })));
    }

    private static WeightTensor Uniform(ParameterSpecification parameter, Random random, float low, float high) => WeightTensor.FromFloats(
        [.. Enumerable.Range(0, (int)parameter.ElementCount).Select(_ => low + ((high - low) * random.NextSingle()))], parameter.Shape);
}
