using VideoSeg.Model;
using VideoSeg.Model.Data;
using VideoSeg.Model.Images;

namespace VideoSeg.Pipeline.Stills;

/// <summary>A still picture to segment.</summary>
/// <param name="Name">File name without folder and extension; what its outputs are named after.</param>
/// <param name="Path">The file.</param>
public sealed record StillInput(string Name, string Path)
{
    /// <summary>
    /// The pictures that paths mean: a file is taken as it is, of a folder those with a known extension, sorted by name, but for
    /// outputs of this program (<see cref="StillOutputs.IsOutput"/>); its sub-folders are not entered.
    /// </summary>
    /// <exception cref="VideoSegException">
    /// A path does not exist, a folder cannot be read or holds no picture (<see cref="FaultKind.Input"/>), or two pictures share a name, so that their
    /// outputs would (<see cref="FaultKind.Usage"/>).
    /// </exception>
    public static IReadOnlyList<StillInput> Find(IEnumerable<string> paths)
    {
        var inputs = new List<StillInput>();
        foreach (string path in paths)
        {
            if (Directory.Exists(path))
            {
                inputs.AddRange(List(path));
            }
            else if (File.Exists(path))
            {
                inputs.Add(Of(path));
            }
            else
            {
                throw new VideoSegException(FaultKind.Input, $"{path}: expected a picture or a folder of pictures, found nothing");
            }
        }

        IGrouping<string, StillInput>? shared = inputs.GroupBy(i => i.Name, StringComparer.Ordinal).FirstOrDefault(g => g.Count() > 1);
        return shared is null
            ? inputs
            : throw new VideoSegException(FaultKind.Usage,
                $"expected pictures of different names, because the outputs are named after them, found {string.Join(" and ", shared.Take(2).Select(i => i.Path))}; segment them into different folders");
    }

    private static List<StillInput> List(string folder)
    {
        var found = FolderListing.Files(folder, "pictures")
            .Where(p => ImageFile.HasKnownExtension(p) && !StillOutputs.IsOutput(p))
            .Order(StringComparer.Ordinal)
            .Select(Of)
            .ToList();
        return found.Count > 0
            ? found
            : throw new VideoSegException(FaultKind.Input, $"{folder}: expected pictures ({string.Join(", ", ImageFile.Extensions)}), found none");
    }

    private static StillInput Of(string path) => new(System.IO.Path.GetFileNameWithoutExtension(path), path);
}
