namespace VideoSeg.Model.Data;

/// <summary>What lies in a folder that a person named.</summary>
public static class FolderListing
{
    /// <summary>The paths of its files, in any order; sub-folders are not entered.</summary>
    /// <param name="folder">A folder that exists.</param>
    /// <param name="what">What is looked for in it, for the message: "pictures".</param>
    /// <exception cref="VideoSegException">The folder cannot be read (<see cref="FaultKind.Input"/>).</exception>
    public static string[] Files(string folder, string what)
    {
        try
        {
            return Directory.GetFiles(folder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Input, $"{folder}: expected a folder of {what} that can be read: {e.Message}", e);
        }
    }
}
