using VideoSeg.Model;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Host.Synthesis;

/// <summary>Chooses the kind of mask output by its name.</summary>
internal static class MaskOutput
{
    private static readonly string[] s_videoEndings = [".mkv", ".mov", ".avi"];

    /// <summary>Opens the output that <see cref="SynthVideoOptions.Masks"/> names.</summary>
    /// <exception cref="VideoSegException">It exists, or cannot be written.</exception>
    public static IMaskOutput Create(SynthVideoOptions options, Rational timeBase) => options.Masks switch
    {
        null => new NoMasks(),
        { } path when s_videoEndings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase) => new MaskVideo(options, path, timeBase),
        { } path when Path.GetExtension(path).Length == 0 || Directory.Exists(path) => new MaskFolder(path, options.Overwrite),
        { } path => throw new VideoSegException(FaultKind.Usage,
            $"expected a folder for the masks, or a name that ends in {string.Join(", ", s_videoEndings)} for a lossless video, found '{path}'"),
    };

    private sealed class NoMasks : IMaskOutput
    {
        public void Write(Model.Images.Picture mask, int index)
        {
        }

        public void Finish()
        {
        }

        public void Dispose()
        {
        }
    }
}
