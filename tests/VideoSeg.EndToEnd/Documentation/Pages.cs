using VideoSeg.TestKit;

namespace VideoSeg.EndToEnd.Documentation;

/// <summary>The repository's pages of documentation.</summary>
internal static class Pages
{
    private static readonly string[] Folders = [".", "docs", "docs/decisions", "models", "samples", "configs", "native", "deploy"];

    /// <summary>Paths of all pages, below the repository's root.</summary>
    public static IEnumerable<string> All =>
        Folders.Select(folder => Repository.At(folder.Split('/'))).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.md"))
            .Select(path => Path.GetRelativePath(Repository.Root, Path.GetFullPath(path))).Order(StringComparer.Ordinal);
}
