using VideoSeg.Model;
using VideoSeg.Model.Images;

namespace VideoSeg.Pipeline.Output;

/// <summary>Writes each mask as a gray PNG: <c>frame-000012.png</c>.</summary>
internal sealed class MaskFolder : IMaskOutput
{
    private const string Pattern = "frame-*.png";

    private readonly string _folder;
    private readonly bool _overwrite;
    private readonly bool _existed;

    private MaskFolder(string folder, bool overwrite, bool existed) => (_folder, _overwrite, _existed) = (folder, overwrite, existed);

    /// <summary>Refuses a folder with masks in it, unless they may be replaced.</summary>
    /// <exception cref="VideoSegException">It holds masks, or is a file (<see cref="FaultKind.Output"/>).</exception>
    public static void RequireFree(string folder, bool overwrite) => OutputFolder.RequireFree(folder, Pattern, overwrite);

    /// <summary>Makes the folder where there is none.</summary>
    /// <exception cref="VideoSegException">It holds masks that may not be replaced, or cannot be made (<see cref="FaultKind.Output"/>).</exception>
    public static MaskFolder Prepare(string folder, bool overwrite)
    {
        OutputFolder.RequireFree(folder, Pattern, overwrite);
        bool existed = Directory.Exists(folder);
        OutputFolder.Make(folder);
        return new MaskFolder(folder, overwrite, existed);
    }

    /// <summary>Deletes the masks of an earlier run.</summary>
    public void Open() => OutputFolder.Prepare(_folder, Pattern, _overwrite);

    /// <inheritdoc/>
    public void Write(Picture mask, long index, long time, long duration) => ImageFile.Write(Path.Combine(_folder, FrameFile.Name(index, ".png")), mask);

    /// <inheritdoc/>
    public void Finish()
    {
    }

    /// <summary>Takes an empty folder of its own making back.</summary>
    public void Dispose()
    {
        if (!_existed && Directory.Exists(_folder) && !Directory.EnumerateFileSystemEntries(_folder).Any())
        {
            Directory.Delete(_folder);
        }
    }
}
