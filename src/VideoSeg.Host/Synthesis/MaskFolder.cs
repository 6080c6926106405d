using VideoSeg.Model;
using VideoSeg.Model.Images;

namespace VideoSeg.Host.Synthesis;

/// <summary>Masks as gray PNG files in a folder: <c>frame-000012.png</c>.</summary>
internal sealed class MaskFolder : IMaskOutput
{
    private readonly string _folder;

    public MaskFolder(string folder, bool overwrite)
    {
        _folder = folder;
        OutputFolder.Prepare(folder, "frame-*.png", overwrite);
    }

    /// <inheritdoc/>
    public void Write(Picture mask, int index) => ImageFile.Write(Path.Combine(_folder, $"frame-{index:000000}.png"), mask);

    /// <inheritdoc/>
    public void Finish()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
