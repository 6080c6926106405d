using VideoSeg.Model;

namespace VideoSeg.Pipeline.Output;

/// <summary>
/// A file of results that grows from its start. One that is there keeps its content until <see cref="Open"/>; one of its own making that stays
/// empty is taken back, unless it is finished. Nothing is held back: what was written has reached the system.
/// </summary>
internal sealed class ResultStream : IDisposable
{
    private readonly string _path;
    private readonly string _what;
    private readonly FileStream _file;
    private readonly bool _existed;
    private bool _isFinished;

    private ResultStream(string path, string what, FileStream file, bool existed) => (_path, _what, _file, _existed) = (path, what, file, existed);

    /// <summary>Makes the file.</summary>
    /// <param name="path">Where.</param>
    /// <param name="what">For messages, what is written to it ("the detections").</param>
    /// <param name="overwrite">Whether a file that is there is replaced.</param>
    /// <exception cref="VideoSegException">It is there, or cannot be made (<see cref="FaultKind.Output"/>).</exception>
    public static ResultStream Create(string path, string what, bool overwrite)
    {
        bool existed = File.Exists(path);
        try
        {
            return new ResultStream(path, what, new FileStream(path, new FileStreamOptions
            {
                Mode = overwrite || FileIdentity.IsSpecial(path) ? FileMode.OpenOrCreate : FileMode.CreateNew,
                Access = FileAccess.Write,
                Share = FileShare.Read,
                BufferSize = 0,
            }), existed);
        }
        catch (IOException) when (!overwrite && File.Exists(path))
        {
            throw new VideoSegException(FaultKind.Output, $"the file '{path}' exists. Choose another name, or add --overwrite.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault(path, what, e);
        }
    }

    /// <summary>Empties it.</summary>
    /// <exception cref="VideoSegException">It cannot be written (<see cref="FaultKind.Output"/>).</exception>
    public void Open()
    {
        try
        {
            if (_file.CanSeek && _file.Length > 0)
            {
                _file.SetLength(0);
            }
        }
        catch (IOException e)
        {
            throw Fault(_path, _what, e);
        }
    }

    /// <summary>Appends.</summary>
    /// <exception cref="VideoSegException">It cannot be written (<see cref="FaultKind.Output"/>).</exception>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            _file.Write(bytes);
        }
        catch (IOException e)
        {
            throw Fault(_path, _what, e);
        }
    }

    /// <summary>Everything is written: the file stays, even an empty one.</summary>
    public void Finish() => _isFinished = true;

    /// <inheritdoc/>
    public void Dispose()
    {
        bool isEmpty = _file.CanSeek && _file.Length == 0;
        _file.Dispose();
        if (isEmpty && !_existed && !_isFinished)
        {
            File.Delete(_path);
        }
    }

    private static VideoSegException Fault(string path, string what, Exception cause) =>
        new(FaultKind.Output, $"cannot write {what} to '{path}': {cause.Message}", cause);
}
