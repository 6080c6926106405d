using System.Collections.Immutable;
using VideoSeg.Model.Graph;

namespace VideoSeg.Model.Weights;

/// <summary>How a set of weights differs from what a network needs.</summary>
/// <param name="Missing">Tensors that the network needs and the set lacks; batch counters may be missing.</param>
/// <param name="Unexpected">Tensors of the set that the network does not know.</param>
/// <param name="Mismatched">Tensors of the wrong shape or type, each with what was expected and found.</param>
/// <param name="NotFinite">Tensors that hold NaN or infinity.</param>
/// <param name="Negative">Variances that hold a number below 0, whose root would be NaN.</param>
public sealed record WeightDifferences(
    ImmutableArray<string> Missing,
    ImmutableArray<string> Unexpected,
    ImmutableArray<string> Mismatched,
    ImmutableArray<string> NotFinite,
    ImmutableArray<string> Negative)
{
    private const int NamesShown = 8;

    /// <summary>Whether the weights fit.</summary>
    public bool IsEmpty => Missing.IsEmpty && Unexpected.IsEmpty && Mismatched.IsEmpty && NotFinite.IsEmpty && Negative.IsEmpty;

    /// <summary>Compares names, shapes and types, and looks for values that no network can have.</summary>
    public static WeightDifferences Between(NetworkGraph graph, WeightSet weights)
    {
        Dictionary<string, ParameterSpecification> expected = graph.Parameters.ToDictionary(p => p.Name, StringComparer.Ordinal);
        var mismatched = ImmutableArray.CreateBuilder<string>();
        var notFinite = ImmutableArray.CreateBuilder<string>();
        var negative = ImmutableArray.CreateBuilder<string>();
        foreach ((string name, WeightTensor tensor) in weights.Tensors)
        {
            if (!expected.TryGetValue(name, out ParameterSpecification? parameter))
            {
                continue;
            }

            bool counter = parameter.Role == ParameterRole.BatchCount;
            if (!tensor.Shape.AsSpan().SequenceEqual(parameter.Shape.AsSpan()) || counter != (tensor.Type == ElementType.Int64))
            {
                string type = counter ? "Int64" : "floating point";
                mismatched.Add($"{name} (expected {type} [{string.Join(", ", parameter.Shape)}], found {tensor.Describe()})");
            }
            else if (!counter && tensor.ToFloats().Any(value => !float.IsFinite(value)))
            {
                notFinite.Add(name);
            }
            else if (parameter.Role == ParameterRole.RunningVariance && tensor.ToFloats().Any(value => value < 0))
            {
                negative.Add(name);
            }
        }

        return new(
            [.. graph.Parameters.Where(p => p.Role != ParameterRole.BatchCount).Select(p => p.Name).Where(name => !weights.Tensors.ContainsKey(name))],
            [.. weights.Tensors.Keys.Where(name => !expected.ContainsKey(name))],
            mismatched.ToImmutable(),
            notFinite.ToImmutable(),
            negative.ToImmutable());
    }

    /// <summary>Refuses weights that don't fit.</summary>
    /// <param name="source">Where the weights come from, for the message.</param>
    /// <param name="architecture">What they were to fit.</param>
    /// <exception cref="VideoSegException">There is a difference; the message lists them (<see cref="FaultKind.Input"/>).</exception>
    public void ThrowIfAny(string source, string architecture)
    {
        if (!IsEmpty)
        {
            string[] lines =
            [
                .. List("missing", Missing),
                .. List("unexpected", Unexpected),
                .. List("mismatched", Mismatched),
                .. List("NaN or infinite", NotFinite),
                .. List("variance below 0", Negative),
            ];
            throw new VideoSegException(FaultKind.Input, $"{source}: expected weights of {architecture}, found others:\n{string.Join('\n', lines)}");
        }
    }

    private static IEnumerable<string> List(string what, ImmutableArray<string> names)
    {
        if (!names.IsEmpty)
        {
            string more = names.Length > NamesShown ? $" and {names.Length - NamesShown} more" : "";
            yield return $"  {what} ({names.Length}): {string.Join(", ", names.Take(NamesShown).Select(WeightFiles.Printable))}{more}";
        }
    }
}
