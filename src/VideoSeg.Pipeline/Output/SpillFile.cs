using VideoSeg.Model;

namespace VideoSeg.Pipeline.Output;

/// <summary>
/// Bytes that wait on the disk until they can be appended to a file. Nameless from the start, so that nothing of it is left behind, not even
/// by a process that is killed.
/// </summary>
internal sealed class SpillFile : IDisposable
{
    private readonly string _folder;
    private readonly FileStream _file;

    private SpillFile(string folder, FileStream file) => (_folder, _file) = (folder, file);

    /// <summary>Makes one on the same disk as a file, or where that is a device or a pipe, in the folder for temporary files.</summary>
    /// <exception cref="VideoSegException">It cannot be made (<see cref="FaultKind.Output"/>).</exception>
    public static SpillFile Beside(string path)
    {
        string folder = FileIdentity.IsSpecial(path) ? Path.GetTempPath() : Path.GetDirectoryName(Path.GetFullPath(path))!;
        string name = Path.Combine(folder, $".{Path.GetRandomFileName()}");
        try
        {
            var file = new FileStream(name, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.ReadWrite, BufferSize = 0 });
            File.Delete(name);
            return new SpillFile(folder, file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Fault(folder, e);
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
            throw Fault(_folder, e);
        }
    }

    /// <summary>Hands everything that was written over, piece by piece. Once, at the end.</summary>
    /// <exception cref="VideoSegException">It cannot be read (<see cref="FaultKind.Output"/>).</exception>
    public void Drain(Action<ReadOnlySpan<byte>> write)
    {
        byte[] piece = new byte[1 << 16];
        long position = 0;
        for (int count = Read(piece, position); count > 0; count = Read(piece, position))
        {
            write(piece.AsSpan(0, count));
            position += count;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private int Read(Span<byte> piece, long position)
    {
        try
        {
            return RandomAccess.Read(_file.SafeFileHandle, piece, position);
        }
        catch (IOException e)
        {
            throw Fault(_folder, e);
        }
    }

    private static VideoSegException Fault(string folder, Exception cause) =>
        new(FaultKind.Output, $"cannot keep what waits to be written in the folder '{folder}': {cause.Message}", cause);
}
