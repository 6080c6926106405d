using System.Collections.Immutable;

namespace VideoSeg.Model.Weights;

/// <summary>
/// The weights of a network: tensors by their <c>state_dict</c> names, and text metadata. Immutable; safe to share between threads.
/// </summary>
public sealed class WeightSet
{
    /// <summary>Keeps the tensors and the metadata; names must be unique.</summary>
    public WeightSet(IEnumerable<KeyValuePair<string, WeightTensor>> tensors, IEnumerable<KeyValuePair<string, string>>? metadata = null)
    {
        Tensors = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, tensors);
        Metadata = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, metadata ?? []);
    }

    /// <summary>The tensors by name.</summary>
    public ImmutableSortedDictionary<string, WeightTensor> Tensors { get; }

    /// <summary>What the file says about itself; the keys that this program knows are in <see cref="ModelMetadata"/>.</summary>
    public ImmutableSortedDictionary<string, string> Metadata { get; }

    /// <summary>The tensor <paramref name="name"/>.</summary>
    /// <exception cref="VideoSegException">There is none of that name.</exception>
    public WeightTensor this[string name] => Tensors.TryGetValue(name, out WeightTensor? tensor)
        ? tensor
        : throw new VideoSegException(FaultKind.Input, $"expected a tensor {name} among the weights, found none");

    /// <summary>The values of the tensor <paramref name="name"/> as float32, whatever they are stored as.</summary>
    /// <exception cref="VideoSegException">There is none of that name.</exception>
    public float[] GetFloats(string name) => this[name].ToFloats();

    /// <summary>The same tensors with this metadata instead.</summary>
    public WeightSet WithMetadata(IEnumerable<KeyValuePair<string, string>> metadata) => new(Tensors, metadata);
}
