using VideoSeg.Model;
using VideoSeg.Model.Data;
using VideoSeg.Model.Images;

namespace VideoSeg.Host.Commands;

/// <summary>Pictures of a folder, for commands that need no masks.</summary>
internal static class PictureFolder
{
    /// <summary>Their paths, in the order of their names: all, or those that a split file names.</summary>
    /// <exception cref="VideoSegException">The folder is none or holds no pictures, or one that the split names is not there (<see cref="FaultKind.Input"/>).</exception>
    public static IReadOnlyList<string> Open(string folder, string? split)
    {
        if (!Directory.Exists(folder))
        {
            throw new VideoSegException(FaultKind.Input, $"{folder}: expected a folder of pictures, found {(File.Exists(folder) ? "a file" : "nothing")}");
        }

        Dictionary<string, string> all = FolderListing.Files(folder, "pictures").Where(ImageFile.HasKnownExtension)
            .GroupBy(path => Path.GetFileNameWithoutExtension(path)).ToDictionary(group => group.Key, group => group.First());
        if (split is not null)
        {
            List<string> names = SplitFile.Read(split);
            return names.Find(name => !all.ContainsKey(name)) is { } missing
                ? throw new VideoSegException(FaultKind.Input, $"{split}: expected a picture in {folder} for every name, found none for {missing}")
                : [.. names.Order(StringComparer.Ordinal).Select(name => all[name])];
        }

        return all.Count > 0
            ? [.. all.Keys.Order(StringComparer.Ordinal).Select(name => all[name])]
            : throw new VideoSegException(FaultKind.Input, $"{folder}: expected pictures ({string.Join(", ", ImageFile.Extensions)}), found none");
    }
}
