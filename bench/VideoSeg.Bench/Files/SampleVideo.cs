using System.Globalization;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Frames;

namespace VideoSeg.Bench.Files;

/// <summary>The first frames of a recording at the sizes that are measured.</summary>
internal static class SampleVideo
{
    /// <summary>Heights that are measured; the width keeps the shape.</summary>
    public static int[] Heights { get; } = [720, 1080];

    /// <summary>Makes the recording of this height, H.264 at CRF 18, unless it lies in the folder from an earlier run. Returns its path.</summary>
    public static string Make(string source, int height, int frames, string folder)
    {
        string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(source)}-{height}p-{frames}.mp4"));
        if (File.Exists(path))
        {
            return path;
        }

        Directory.CreateDirectory(folder);
        string unfinished = path + ".part";
        var options = new VideoReaderOptions { ReadTracks = false, Filter = string.Create(CultureInfo.InvariantCulture, $"scale=-2:{height}:flags=bicubic") };
        using (VideoReader reader = VideoReader.Open(source, options))
        using (VideoWriter writer = VideoWriter.Create(unfinished, new VideoWriterOptions { Container = "mp4", Overwrite = true }, reader.Video, []))
        {
            for (int i = 0; i < frames && reader.Read(out VideoFrame? frame, out _) == ReadStatus.Frame; i++)
            {
                using (frame)
                {
                    writer.Write(frame!);
                }
            }

            writer.Finish();
        }

        File.Move(unfinished, path);
        return path;
    }
}
