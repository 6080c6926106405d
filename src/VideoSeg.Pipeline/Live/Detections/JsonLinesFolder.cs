using System.Globalization;
using VideoSeg.Model;

namespace VideoSeg.Pipeline.Live.Detections;

/// <summary>
/// Lines in files of a folder, named by the time they were begun. A file that has grown enough is followed by another; the oldest go. Every line
/// reaches the system as soon as it is written, whole or not at all. Where that fails it is tried again after a second, and what is there stays.
/// Used by one thread at a time.
/// </summary>
internal sealed class JsonLinesFolder(string folder, long maxFileBytes, int maxFiles, TimeSpan? maxAge, TimeProvider time) : IDisposable
{
    private const string Ending = ".jsonl";

    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private FileStream? _file;
    private (long At, string Why)? _fault;

    /// <summary>Appends a line with its end.</summary>
    /// <exception cref="VideoSegException">It cannot be written (<see cref="FaultKind.Output"/>); after a second the next line is tried in a new file.</exception>
    public void Write(ReadOnlySpan<byte> line)
    {
        if (_fault is { } fault && time.GetElapsedTime(fault.At) < RetryDelay)
        {
            throw new VideoSegException(FaultKind.Output, fault.Why);
        }

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
            _fault = null;
            if (length == 0)
            {
                Retain();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            GiveUp(length);
            string why = $"cannot write detections to '{folder}': {e.Message}";
            _fault = (time.GetTimestamp(), why);
            throw new VideoSegException(FaultKind.Output, why, e);
        }
    }

    public void Dispose() => Close();

    private FileStream Begin()
    {
        Directory.CreateDirectory(folder);
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

    /// <summary>Deletes what is too much beside the file that a line has just gone into; only what has a name of ours is looked at.</summary>
    private void Retain()
    {
        IEnumerable<FileInfo> others = new DirectoryInfo(folder).EnumerateFiles($"*{Ending}").Where(file => file.FullName != Path.GetFullPath(_file!.Name));
        DateTime oldest = maxAge is { } age ? time.GetUtcNow().UtcDateTime - age : DateTime.MinValue;
        FileInfo[] files = [.. others.OrderByDescending(file => file.Name, StringComparer.Ordinal)];
        foreach (FileInfo file in files.Where((file, index) => index >= maxFiles - 1 || file.LastWriteTimeUtc < oldest))
        {
            try
            {
                file.Delete();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The line is written, which counts; it is tried again with the next file.
            }
        }
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }

    /// <summary>Takes half a line back, and a file that nothing came into, as far as that works.</summary>
    private void GiveUp(long length)
    {
        FileStream? file = _file;
        _file = null;
        try
        {
            if (file is not null && file.Length > length)
            {
                file.SetLength(length);
            }

            file?.Dispose();
            if (file is not null && length == 0)
            {
                File.Delete(file.Name);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A disk that fails may not do that either.
        }
    }
}
