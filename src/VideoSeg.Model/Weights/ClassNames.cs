using System.Collections.Immutable;

namespace VideoSeg.Model.Weights;

/// <summary>
/// The names of a network's output planes. A single plane is the probability of its class (sigmoid). Of several, which share out the
/// probability among them (softmax), the first is the background's: it is computed but never given out, drawn or scored.
/// </summary>
public static class ClassNames
{
    /// <summary>Name of the first of several planes: what is no polyp.</summary>
    public const string Background = "background";

    /// <summary>The names in a text that separates them by commas; may still be wrong (<see cref="Fault"/>).</summary>
    public static ImmutableArray<string> Split(string text) => [.. text.Split(',', StringSplitOptions.TrimEntries)];

    /// <summary>What is wrong with the names, as expected and found; null where nothing is.</summary>
    public static string? Fault(ImmutableArray<string> names)
    {
        string found = $"found \"{string.Join(',', names)}\"";
        if (names.Any(name => name.Length == 0 || name.Any(char.IsControl)) || names.Distinct(StringComparer.Ordinal).Count() != names.Length)
        {
            return $"expected distinct names separated by commas, without control characters, {found}";
        }

        return names.IndexOf(Background) == (names.Length > 1 ? 0 : -1)
            ? null
            : $"expected one class, or several of which the first, and no other, is called {Background}, {found}";
    }

    /// <summary>The names without that of the background.</summary>
    public static ImmutableArray<string> Foreground(ImmutableArray<string> names) => names.Length > 1 ? names.RemoveAt(0) : names;
}
