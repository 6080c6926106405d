using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;

namespace VideoSeg.Pipeline.Output;

/// <summary>Chooses the kind of mask output by its name: a video where it ends in .mkv, .mov, .avi or .mp4, else a folder of pictures.</summary>
public static class MaskOutput
{
    /// <summary>Refuses what is there and may not be replaced, before anything is made.</summary>
    /// <exception cref="Model.VideoSegException">Something is in the way (<see cref="Model.FaultKind.Output"/>).</exception>
    public static void RequireFree(string path, bool overwrite)
    {
        if (MaskVideo.IsVideo(path))
        {
            OutputFile.Prepare(path, overwrite);
        }
        else
        {
            MaskFolder.RequireFree(path, overwrite);
        }
    }

    /// <summary>Makes and opens the output.</summary>
    /// <param name="path">Where.</param>
    /// <param name="video">The video that the masks belong to: size, time base, frame rate.</param>
    /// <param name="overwrite">Whether what is there is replaced.</param>
    /// <exception cref="Model.VideoSegException">It is there, or cannot be made (<see cref="Model.FaultKind.Output"/>).</exception>
    public static IMaskOutput Create(string path, VideoStreamInfo video, bool overwrite)
    {
        IMaskOutput output = Prepare(path, video, overwrite);
        try
        {
            output.Open();
            return output;
        }
        catch
        {
            output.Dispose();
            throw;
        }
    }

    /// <summary>As <see cref="Create"/>, but what is there is not replaced before <see cref="IMaskOutput.Open"/>.</summary>
    /// <exception cref="Model.VideoSegException">It is there, or cannot be made (<see cref="Model.FaultKind.Output"/>).</exception>
    internal static IMaskOutput Prepare(string path, VideoStreamInfo video, bool overwrite) =>
        MaskVideo.IsVideo(path) ? MaskVideo.Prepare(path, video, overwrite) : MaskFolder.Prepare(path, overwrite);
}
