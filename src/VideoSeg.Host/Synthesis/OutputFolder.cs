using VideoSeg.Model;

namespace VideoSeg.Host.Synthesis;

/// <summary>A folder that pictures are written to.</summary>
internal static class OutputFolder
{
    /// <summary>Makes the folder. Files of an earlier run are deleted if they may be, so that old and new are never mixed.</summary>
    /// <exception cref="VideoSegException">It holds such files, or cannot be made (<see cref="FaultKind.Output"/>).</exception>
    public static void Prepare(string folder, string pattern, bool overwrite)
    {
        try
        {
            Directory.CreateDirectory(folder);
            foreach (string file in Directory.EnumerateFiles(folder, pattern))
            {
                if (!overwrite)
                {
                    throw new VideoSegException(FaultKind.Output,
                        $"the folder '{folder}' holds pictures already ({Path.GetFileName(file)}). Choose another one, or add --overwrite.");
                }

                File.Delete(file);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Output, $"cannot write to the folder '{folder}': {e.Message}", e);
        }
    }
}
