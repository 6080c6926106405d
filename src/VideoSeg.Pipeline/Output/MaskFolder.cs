using VideoSeg.Model;
using VideoSeg.Model.Images;

namespace VideoSeg.Pipeline.Output;

/// <summary>Writes each mask as a gray PNG: <c>frame-000012.png</c>.</summary>
internal sealed class MaskFolder : IMaskOutput
{
    private const string Pattern = "frame-*.png";

    private readonly string _folder;

    private MaskFolder(string folder) => _folder = folder;

    /// <summary>Refuses a folder with masks in it, unless they may be replaced.</summary>
    /// <exception cref="VideoSegException">It holds masks, or is a file (<see cref="FaultKind.Output"/>).</exception>
    public static void RequireFree(string folder, bool overwrite) => OutputFolder.RequireFree(folder, Pattern, overwrite);

    /// <summary>Makes the folder; masks of an earlier run in it are deleted.</summary>
    /// <exception cref="VideoSegException">It cannot be made (<see cref="FaultKind.Output"/>).</exception>
    public static MaskFolder Create(string folder, bool overwrite)
    {
        OutputFolder.Prepare(folder, Pattern, overwrite);
        return new MaskFolder(folder);
    }

    /// <inheritdoc/>
    public void Write(Picture mask, long index, long time, long duration) => ImageFile.Write(Path.Combine(_folder, $"frame-{index:000000}.png"), mask);

    /// <inheritdoc/>
    public void Finish()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
