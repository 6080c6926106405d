namespace VideoSeg.Pipeline.Output;

/// <summary>Names of files that are to replace others: <c>case.partial.mp4</c> becomes <c>case.mp4</c> once it is whole.</summary>
internal static class PartialFile
{
    private const string Mark = ".partial";

    /// <summary>The name while it is written; its ending stays, as it says what kind of file it is.</summary>
    public static string Of(string path) =>
        Path.Combine(Path.GetDirectoryName(path) ?? "", Path.GetFileNameWithoutExtension(path) + Mark + Path.GetExtension(path));

    /// <summary>Whether a file has such a name.</summary>
    public static bool IsPartial(string path) => Path.GetFileNameWithoutExtension(path).EndsWith(Mark, StringComparison.Ordinal);
}
