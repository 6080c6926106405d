using VideoSeg.Model.Images;

namespace VideoSeg.Model.Data;

/// <summary>A data set on disk: a folder of pictures and a folder of masks, paired by file name whatever the extension.</summary>
public static class SegmentationFolder
{
    private const int NamesShown = 5;

    /// <summary>Lists the pairs, sorted by name (ordinal).</summary>
    /// <param name="imagesFolder">Folder of the pictures; files of other kinds in it are passed over, sub-folders are not entered.</param>
    /// <param name="masksFolder">Folder of the masks; masks without a picture are passed over.</param>
    /// <param name="splitFile">Names of the pictures to take, one a line, with or without extension; null for all.</param>
    /// <exception cref="VideoSegException">
    /// A folder or the split file is missing, unreadable or empty, two files share a name, a picture has no mask, or the split names a picture that is not there
    /// (<see cref="FaultKind.Input"/>).
    /// </exception>
    public static IReadOnlyList<SegmentationSample> Open(string imagesFolder, string masksFolder, string? splitFile = null)
    {
        Dictionary<string, string> images = List(imagesFolder, "pictures");
        Dictionary<string, string> masks = List(masksFolder, "masks");
        var sorted = Names(imagesFolder, images, splitFile).Order(StringComparer.Ordinal).ToList();
        Refuse(sorted.Where(n => !masks.ContainsKey(n)), $"{masksFolder}: expected a mask of the same name for every picture in {imagesFolder}");
        return [.. sorted.Select(n => new SegmentationSample(n, images[n], masks[n]))];
    }

    /// <summary>The pictures of a folder alone, where no masks are needed; their paths in the order of their names.</summary>
    /// <param name="folder">The folder, as that of the pictures of <see cref="Open"/>.</param>
    /// <param name="splitFile">Names of the pictures to take; null for all.</param>
    /// <exception cref="VideoSegException">
    /// Folder or split file are missing, unreadable or empty, two files share a name, or the split names a picture that is not there (<see cref="FaultKind.Input"/>).
    /// </exception>
    public static IReadOnlyList<string> Pictures(string folder, string? splitFile = null)
    {
        Dictionary<string, string> images = List(folder, "pictures");
        return [.. Names(folder, images, splitFile).Order(StringComparer.Ordinal).Select(name => images[name])];
    }

    private static IEnumerable<string> Names(string folder, Dictionary<string, string> images, string? splitFile)
    {
        if (splitFile is null)
        {
            return images.Keys;
        }

        List<string> wanted = SplitFile.Read(splitFile);
        Refuse(wanted.Where(n => !images.ContainsKey(n)), $"{splitFile}: expected a picture in {folder} for every name");
        return wanted;
    }

    private static Dictionary<string, string> List(string folder, string what)
    {
        if (!Directory.Exists(folder))
        {
            throw new VideoSegException(FaultKind.Input, $"{folder}: expected a folder of {what}, found {(File.Exists(folder) ? "a file" : "nothing")}");
        }

        var found = new Dictionary<string, string>(StringComparer.Ordinal);
        int others = 0;
        foreach (string path in FolderListing.Files(folder, what))
        {
            if (!ImageFile.HasKnownExtension(path))
            {
                others++;
            }
            else if (!found.TryAdd(Path.GetFileNameWithoutExtension(path), path))
            {
                string name = Path.GetFileNameWithoutExtension(path);
                throw new VideoSegException(FaultKind.Input,
                    $"{folder}: expected one file for each name, found {Path.GetFileName(found[name])} and {Path.GetFileName(path)}");
            }
        }

        if (found.Count == 0)
        {
            throw new VideoSegException(FaultKind.Input,
                $"{folder}: expected {what} ({string.Join(", ", ImageFile.Extensions)}), found {(others == 0 ? "an empty folder" : $"only {others} files of other kinds")}");
        }

        return found;
    }

    private static void Refuse(IEnumerable<string> names, string expectation)
    {
        var missing = names.ToList();
        if (missing.Count > 0)
        {
            string more = missing.Count > NamesShown ? $" and {missing.Count - NamesShown} more" : string.Empty;
            throw new VideoSegException(FaultKind.Input, $"{expectation}, found none for {string.Join(", ", missing.Take(NamesShown))}{more}");
        }
    }
}
