using VideoSeg.Model;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>The folder of a recorder: its lock, what an earlier run left half-written, and which recordings are old enough to go. Not for two threads at a time.</summary>
internal sealed class RecordingFolder : IDisposable
{
    /// <summary>A recording that begins so little after now is none of the future.</summary>
    private static readonly TimeSpan s_clockTolerance = TimeSpan.FromMinutes(1);

    private readonly string _stream;
    private FileStream? _lock;

    /// <summary>A folder that is not touched before <see cref="Open"/>.</summary>
    public RecordingFolder(string path, string stream) => (Path, _stream) = (System.IO.Path.GetFullPath(path), stream);

    /// <summary>Its path.</summary>
    public string Path { get; }

    /// <summary>Whether it is locked, for this recorder alone.</summary>
    public bool IsOpen => _lock is not null;

    /// <summary>Makes and locks it, and marks what an earlier run left half-written as interrupted. Does nothing where that is done.</summary>
    /// <exception cref="VideoSegException">Another recorder has it.</exception>
    /// <exception cref="IOException">It cannot be written to.</exception>
    public void Open()
    {
        if (_lock is not null)
        {
            return;
        }

        Directory.CreateDirectory(Path);
        string file = System.IO.Path.Combine(Path, $".{_stream}.lock");
        try
        {
            _lock = new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (IOException e) when (File.Exists(file))
        {
            throw new VideoSegException(FaultKind.Output,
                $"expected the folder '{Path}' for the recordings of {_stream} alone, but another recorder writes them there ({e.Message}). Choose another folder for one of the two.", e);
        }

        foreach (Recording recording in Recordings().Where(recording => recording.IsPart))
        {
            Interrupt(recording.Path);
        }
    }

    /// <summary>A path for a new file, which no other file has, without <see cref="RecordingName.Part"/>.</summary>
    public string NewPath(string picture, DateTimeOffset utc, string ending)
    {
        string path = System.IO.Path.Combine(Path, RecordingName.Of(_stream, picture, utc, ending));
        for (int i = 2; File.Exists(path) || File.Exists(path + RecordingName.Part); i++)
        {
            path = System.IO.Path.Combine(Path, RecordingName.Of(_stream, $"{picture}-{i}", utc, ending));
        }

        return path;
    }

    /// <summary>Gives a file that will not be finished its name; one with nothing in it is deleted.</summary>
    public static void Interrupt(string part)
    {
        if (new FileInfo(part) is { Exists: true, Length: > 0 })
        {
            File.Move(part, RecordingName.AfterInterruption(part), overwrite: true);
        }
        else
        {
            File.Delete(part);
        }
    }

    /// <summary>
    /// Deletes whole recordings that are too old, then the oldest ones until all together take no more than allowed. Those of the future are taken for the
    /// oldest: the clock has been put back since. One that cannot be deleted does not hold up the others.
    /// </summary>
    /// <returns>How many were deleted, and why one could not be, for people; empty where all could.</returns>
    public (int Deleted, string Fault) DeleteOld(DateTimeOffset now, TimeSpan? maxAge, long? maxBytes)
    {
        (int deleted, string fault) = (0, "");
        DateTimeOffset future = now + s_clockTolerance;
        List<Recording> all = [.. Recordings().OrderBy(recording => recording.Utc <= future).ThenBy(recording => recording.Utc)];
        long bytes = all.Sum(recording => recording.Bytes);
        foreach (Recording recording in all.Where(recording => !recording.IsPart && (now - recording.Utc > maxAge || bytes > maxBytes)))
        {
            try
            {
                File.Delete(recording.Path);
                bytes -= recording.Bytes;
                deleted++;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                fault = $"the old recording '{recording.Path}' cannot be deleted: {e.Message}";
            }
        }

        return (deleted, fault);
    }

    /// <inheritdoc/>
    public void Dispose() => _lock?.Dispose();

    private IEnumerable<Recording> Recordings()
    {
        foreach (FileInfo file in new DirectoryInfo(Path).EnumerateFiles($"{_stream}-*"))
        {
            if (RecordingName.TryParse(file.Name, _stream, out DateTimeOffset utc, out bool isPart))
            {
                yield return new Recording(file.FullName, utc, file.Length, isPart);
            }
        }
    }

    private sealed record Recording(string Path, DateTimeOffset Utc, long Bytes, bool IsPart);
}
