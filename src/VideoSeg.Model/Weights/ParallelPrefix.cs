namespace VideoSeg.Model.Weights;

/// <summary>The prefix <c>module.</c>, which parallel training puts before the name of every tensor.</summary>
internal static class ParallelPrefix
{
    private const string Text = "module.";

    /// <summary>How many letters are to be taken off each name: none, unless all have the prefix.</summary>
    public static int LengthIn(IEnumerable<string?> names) => names.All(name => name?.StartsWith(Text, StringComparison.Ordinal) == true) ? Text.Length : 0;
}
