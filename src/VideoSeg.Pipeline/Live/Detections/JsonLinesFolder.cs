using System.Globalization;
using VideoSeg.Model;

namespace VideoSeg.Pipeline.Live.Detections;

/// <summary>
/// Lines in files of a folder, named by the time they were begun. A file that has grown enough is followed by another; the oldest go. Every line
/// reaches the system as soon as it is written, whole or not at all. Used by one thread at a time.
/// </summary>
internal sealed class JsonLinesFolder(string folder, long maxFileBytes, int maxFiles, TimeSpan? maxAge, TimeProvider time) : IDisposable
{
    private const string Ending = ".jsonl";

    private FileStream? _file;

    /// <summary>Appends a line with its end.</summary>
    /// <exception cref="VideoSegException">It cannot be written (<see cref="FaultKind.Output"/>); the next line is tried in a new file.</exception>
    public void Write(ReadOnlySpan<byte> line)
    {
        long length = 0;
        try
        {
            if (_file is { } full && full.Length > 0 && full.Length + line.Length > maxFileBytes)
            {
                Close();
            }

            _file ??= Begin();
            length = _file.Length;
            _file.Write(line);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            GiveUp(length);
            throw new VideoSegException(FaultKind.Output, $"cannot write detections to '{folder}': {e.Message}", e);
        }
    }

    public void Dispose() => Close();

    private FileStream Begin()
    {
        Directory.CreateDirectory(folder);
        Retain();
        string name = time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd'T'HHmmss.fff'Z'", CultureInfo.InvariantCulture);
        for (int again = 0; ; again++)
        {
            string path = Path.Combine(folder, again == 0 ? $"{name}{Ending}" : $"{name}-{again:000}{Ending}");
            if (!File.Exists(path))
            {
                return new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.Read, BufferSize = 0 });
            }
        }
    }

    /// <summary>Makes room for one more file; only what has a name of ours is looked at.</summary>
    private void Retain()
    {
        FileInfo[] files = [.. new DirectoryInfo(folder).EnumerateFiles($"*{Ending}").OrderByDescending(file => file.Name, StringComparer.Ordinal)];
        DateTime oldest = maxAge is { } age ? time.GetUtcNow().UtcDateTime - age : DateTime.MinValue;
        foreach (FileInfo file in files.Where((file, index) => index >= maxFiles - 1 || file.LastWriteTimeUtc < oldest))
        {
            file.Delete();
        }
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    /// <summary>Takes half a line back, as far as that works.</summary>
    private void GiveUp(long length)
    {
        try
        {
            if (_file is { } file && file.Length > length)
            {
                file.SetLength(length);
            }

            Close();
        }
        catch (IOException)
        {
            _file = null;
        }
    }
}
