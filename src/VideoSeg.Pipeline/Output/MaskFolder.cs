using VideoSeg.Model;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Output;

/// <summary>Writes each frame's mask as a gray PNG of the frame's size, 255 on polyps and 0 elsewhere: <c>frame-000012.png</c>.</summary>
public sealed class MaskFolder : IFrameResults
{
    private const string Pattern = "frame-*.png";

    private readonly string _folder;
    private readonly MaskRaster _raster;

    private MaskFolder(string folder, MaskRaster raster) => (_folder, _raster) = (folder, raster);

    /// <summary>Refuses a folder with masks in it, unless they may be replaced.</summary>
    /// <exception cref="VideoSegException">It holds masks, or is a file (<see cref="FaultKind.Output"/>).</exception>
    public static void RequireFree(string folder, bool overwrite)
    {
        if (File.Exists(folder))
        {
            throw new VideoSegException(FaultKind.Output,
                $"expected a folder for the masks, or a name that ends in .mkv for a video of them, found the file '{folder}'. Choose another name.");
        }

        if (!overwrite && Directory.Exists(folder) && Directory.EnumerateFiles(folder, Pattern).Any())
        {
            throw new VideoSegException(FaultKind.Output, $"the folder '{folder}' holds masks already. Choose another one, or allow them to be overwritten.");
        }
    }

    /// <summary>Makes the folder; masks of an earlier run in it are deleted.</summary>
    /// <exception cref="VideoSegException">It cannot be made (<see cref="FaultKind.Output"/>).</exception>
    public static MaskFolder Create(string folder, MaskRaster raster, bool overwrite)
    {
        RequireFree(folder, overwrite);
        try
        {
            Directory.CreateDirectory(folder);
            foreach (string old in Directory.EnumerateFiles(folder, Pattern))
            {
                File.Delete(old);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Output, $"cannot write masks to the folder '{folder}': {e.Message}", e);
        }

        return new MaskFolder(folder, raster);
    }

    /// <inheritdoc/>
    public void Write(VideoFrame frame, Segmentation masks, PolypSet polyps)
    {
        Picture mask = _raster.Draw(masks, frame.Planes);
        ImageFile.Write(Path.Combine(_folder, $"frame-{frame.Index:000000}.png"), mask);
    }

    /// <inheritdoc/>
    public void Finish()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
