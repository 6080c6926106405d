using System.IO.MemoryMappedFiles;
using VideoSeg.Model;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Monitor;

/// <summary>
/// Memory that this process and the one with the window share, with room for two pictures, so that one can be written while the other is still
/// on show. Its file is deleted once both have it. Used by one thread at a time.
/// </summary>
internal sealed unsafe class MonitorMemory : IDisposable
{
    private const int Pictures = 2;
    private const int RowAlignment = 64;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly byte* _first;
    private int _next;

    /// <summary>Room for pictures of this size.</summary>
    /// <exception cref="VideoSegException">The memory cannot be had (<see cref="FaultKind.Engine"/>).</exception>
    public MonitorMemory(int width, int height)
    {
        PictureBytes = BytesOf(width, height);
        Path = System.IO.Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : System.IO.Path.GetTempPath(), $"videoseg-monitor-{Guid.NewGuid():N}");
        try
        {
            using var stream = new FileStream(Path, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.ReadWrite,
                Share = FileShare.ReadWrite | FileShare.Delete,
                UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
                // Has the memory now, or throws: a page that could not be had later on would end this process when it is written to.
                PreallocationSize = Size,
            });
            stream.SetLength(Size);
            _file = MemoryMappedFile.CreateFromFile(stream, mapName: null, 0, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
            _view = _file.CreateViewAccessor();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            DeleteFile();
            throw new VideoSegException(FaultKind.Engine, $"cannot share pictures with the window's process at '{Path}': {e.Message}", e);
        }

        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _first);
    }

    /// <summary>Where the file lies until <see cref="DeleteFile"/>.</summary>
    public string Path { get; }

    /// <summary>Length of the file.</summary>
    public long Size => Pictures * PictureBytes;

    private long PictureBytes { get; }

    /// <summary>Whether pictures of this size have room.</summary>
    public bool Holds(int width, int height) => BytesOf(width, height) <= PictureBytes;

    /// <summary>Both sides have it: nobody else needs to find it.</summary>
    public void DeleteFile() => File.Delete(Path);

    /// <summary>Copies a picture in and says where it lies.</summary>
    /// <param name="planes">Of a layout that <see cref="MonitorPicture.LayoutOf"/> knows.</param>
    public NativePicture Write(in ImagePlanes planes)
    {
        int layout = MonitorPicture.LayoutOf(planes.Format)!.Value, stride = StrideOf(planes.Width);
        int chromaWidth = (planes.Width + 1) / 2, chromaHeight = (planes.Height + 1) / 2;
        long offset = _next * PictureBytes;
        _next = (_next + 1) % Pictures;
        byte* target = Copy(planes.Plane0, planes.Stride0, planes.Width, planes.Height, _first + offset, stride);
        if (layout == 0)
        {
            target = Copy(planes.Plane1, planes.Stride1, chromaWidth, chromaHeight, target, stride / 2);
            Copy(planes.Plane2, planes.Stride2, chromaWidth, chromaHeight, target, stride / 2);
        }
        else
        {
            Copy(planes.Plane1, planes.Stride1, 2 * chromaWidth, chromaHeight, target, stride);
        }

        return new NativePicture
        {
            Offset = offset,
            Stride = stride,
            Width = planes.Width,
            Height = planes.Height,
            Layout = layout,
            Matrix = planes.Matrix == ColorMatrix.Bt709 ? 1 : 0,
            Range = planes.Range == ColorRange.Full ? 1 : 0,
        };
    }

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
        DeleteFile();
    }

    private static int StrideOf(int width) => (width + RowAlignment - 1) / RowAlignment * RowAlignment;

    private static long BytesOf(int width, int height) => (long)StrideOf(width) * (height + ((height + 1) / 2));

    private static byte* Copy(byte* source, int sourceStride, int width, int height, byte* target, int stride)
    {
        for (int y = 0; y < height; y++)
        {
            new ReadOnlySpan<byte>(source + ((long)y * sourceStride), width).CopyTo(new Span<byte>(target, width));
            target += stride;
        }

        return target;
    }
}
