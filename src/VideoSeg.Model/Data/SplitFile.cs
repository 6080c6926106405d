using VideoSeg.Model.Images;

namespace VideoSeg.Model.Data;

/// <summary>A list of names, one a line: which pictures of a data set belong to a split.</summary>
public static class SplitFile
{
    /// <summary>The names without folder and (known) extension, in the file's order; empty lines are passed over.</summary>
    /// <exception cref="VideoSegException">The file cannot be read, names nothing, or names something twice (<see cref="FaultKind.Input"/>).</exception>
    public static List<string> Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Input, $"{path}: expected a split file (a name a line), it cannot be read: {e.Message}", e);
        }

        var names = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string line in lines)
        {
            string name = Path.GetFileName(line.Trim());
            if (name.Length == 0)
            {
                continue;
            }

            name = ImageFile.HasKnownExtension(name) ? Path.GetFileNameWithoutExtension(name) : name;
            if (!seen.Add(name))
            {
                throw new VideoSegException(FaultKind.Input, $"{path}: expected every name once, found {name} twice");
            }

            names.Add(name);
        }

        return names.Count > 0 ? names : throw new VideoSegException(FaultKind.Input, $"{path}: expected a name a line, found none");
    }
}
