namespace VideoSeg.Model;

/// <summary>Files that are there whole or not at all.</summary>
public static class FileReplacement
{
    /// <summary>Finds out before the work whether <see cref="Write"/> could write; leaves nothing behind.</summary>
    /// <exception cref="VideoSegException">It could not (<see cref="FaultKind.Output"/>).</exception>
    public static void Try(string path)
    {
        try
        {
            using var stream = new FileStream($"{path}.partial", FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Output, $"{path}: cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Writes a file beside its place (its name and <c>.partial</c>), sees it onto the disk and moves it there: an interrupted write leaves the old file.</summary>
    /// <exception cref="VideoSegException">The file cannot be written, or would take the place of a device or a pipe (<see cref="FaultKind.Output"/>).</exception>
    public static void Write(string path, Action<Stream> write)
    {
        if (FileIdentity.IsSpecial(path))
        {
            throw new VideoSegException(FaultKind.Output, $"{path}: expected the name of a file, found a device or a pipe, in whose place none is put; choose another name");
        }

        string partial = $"{path}.partial";
        try
        {
            using (var stream = new FileStream(partial, FileMode.Create, FileAccess.Write))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (File.Exists(partial))
            {
                File.Delete(partial);
            }

            throw new VideoSegException(FaultKind.Output, $"{path}: cannot be written: {e.Message}", e);
        }
    }
}
