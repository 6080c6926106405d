using VideoSeg.Model.Graph;

namespace VideoSeg.Model.Weights;

/// <summary>Weights as PyTorch's own writers of safetensors leave them: every name of the reference's <c>state_dict</c>, and <c>format: pt</c>.</summary>
public static class SafetensorsExport
{
    /// <summary>Makes them of a model: its own tensors and metadata, in the element type wanted; counters of batches that are missing are 0.</summary>
    /// <exception cref="VideoSegException">A number is beyond the type's range (<see cref="FaultKind.Input"/>).</exception>
    public static WeightSet Create(ModelFile model, ElementType type)
    {
        IEnumerable<KeyValuePair<string, WeightTensor>> tensors = model.Graph.Parameters.Select(parameter => KeyValuePair.Create(
            parameter.Name,
            model.Weights.Tensors.TryGetValue(parameter.Name, out WeightTensor? tensor) || parameter.Role != ParameterRole.BatchCount ? tensor! : WeightTensor.FromInt64(0)));
        var metadata = new Dictionary<string, string>(model.Metadata.ToDictionary(), StringComparer.Ordinal) { ["format"] = "pt" };
        return WeightConversion.Convert(new WeightSet(tensors, metadata), type);
    }
}
