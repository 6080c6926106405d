using VideoSeg.Model;

namespace VideoSeg.Pipeline.Output;

/// <summary>A folder that a file of each picture is written to.</summary>
public static class OutputFolder
{
    /// <summary>Refuses a folder that holds such files, unless they may be replaced.</summary>
    /// <exception cref="VideoSegException">It does, or is a file (<see cref="FaultKind.Output"/>).</exception>
    public static void RequireFree(string folder, string pattern, bool overwrite)
    {
        if (File.Exists(folder))
        {
            throw new VideoSegException(FaultKind.Output, $"expected a folder, found the file '{folder}'. Choose another name.");
        }

        if (!overwrite && Directory.Exists(folder) && Directory.EnumerateFiles(folder, pattern).FirstOrDefault() is { } file)
        {
            throw new VideoSegException(FaultKind.Output,
                $"the folder '{folder}' holds results already ({Path.GetFileName(file)}). Choose another one, or add --overwrite.");
        }
    }

    /// <summary>Makes the folder. Files of an earlier run are deleted if they may be, so that old and new are never mixed.</summary>
    /// <exception cref="VideoSegException">It holds such files, or cannot be made (<see cref="FaultKind.Output"/>).</exception>
    public static void Prepare(string folder, string pattern, bool overwrite)
    {
        RequireFree(folder, pattern, overwrite);
        Make(folder);
        Guard(folder, () =>
        {
            foreach (string file in Directory.EnumerateFiles(folder, pattern))
            {
                File.Delete(file);
            }
        });
    }

    /// <summary>Makes the folder where there is none.</summary>
    /// <exception cref="VideoSegException">It cannot be made (<see cref="FaultKind.Output"/>).</exception>
    internal static void Make(string folder) => Guard(folder, () => Directory.CreateDirectory(folder));

    private static void Guard(string folder, Action work)
    {
        try
        {
            work();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Output, $"cannot write to the folder '{folder}': {e.Message}", e);
        }
    }
}
