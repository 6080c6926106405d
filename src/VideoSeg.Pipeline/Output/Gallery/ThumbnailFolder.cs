using System.Globalization;
using VideoSeg.Model;

namespace VideoSeg.Pipeline.Output.Gallery;

/// <summary>A folder with the best view of each polyp: <c>polyp-003.jpg</c>, and <c>polyp-003-outline.jpg</c> with its outline.</summary>
internal sealed class ThumbnailFolder : IPolypOutput
{
    private const string Pattern = "polyp-*.jpg";

    private readonly string _folder;
    private readonly bool _overwrite;
    private readonly bool _existed;
    private bool _isFinished;

    private ThumbnailFolder(string folder, bool overwrite, bool existed) => (_folder, _overwrite, _existed) = (folder, overwrite, existed);

    /// <summary>Refuses a folder that holds such pictures, unless they may be replaced.</summary>
    /// <exception cref="VideoSegException">It does, or is a file (<see cref="FaultKind.Output"/>).</exception>
    public static void RequireFree(string folder, bool overwrite) => OutputFolder.RequireFree(folder, Pattern, overwrite);

    /// <summary>Makes the folder; what is in it stays until <see cref="Open"/>.</summary>
    /// <exception cref="VideoSegException">It holds pictures that may not be replaced, or cannot be made (<see cref="FaultKind.Output"/>).</exception>
    public static ThumbnailFolder Prepare(string folder, bool overwrite)
    {
        RequireFree(folder, overwrite);
        bool existed = Directory.Exists(folder);
        OutputFolder.Make(folder);
        return new ThumbnailFolder(folder, overwrite, existed);
    }

    /// <summary>Deletes the pictures of an earlier run.</summary>
    public void Open() => OutputFolder.Prepare(_folder, Pattern, _overwrite);

    /// <inheritdoc/>
    public void Add(PolypRecord polyp, PolypPicture picture)
    {
        string stem = Path.Combine(_folder, string.Create(CultureInfo.InvariantCulture, $"polyp-{polyp.Number:000}"));
        Write($"{stem}.jpg", picture.Plain);
        Write($"{stem}-outline.jpg", picture.Outlined);
    }

    /// <inheritdoc/>
    public void Finish(RecordingExtent extent) => _isFinished = true;

    /// <summary>Takes an empty folder of its own making back, unless it is finished.</summary>
    public void Dispose()
    {
        if (!_existed && !_isFinished && Directory.Exists(_folder) && !Directory.EnumerateFileSystemEntries(_folder).Any())
        {
            Directory.Delete(_folder);
        }
    }

    private static void Write(string path, byte[] bytes)
    {
        try
        {
            File.WriteAllBytes(path, bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Output, $"cannot write the thumbnail '{path}': {e.Message}", e);
        }
    }
}
