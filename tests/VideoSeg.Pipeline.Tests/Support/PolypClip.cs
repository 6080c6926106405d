using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;
using VideoSeg.Pipeline.Tracking;
using VideoSeg.TestKit;

namespace VideoSeg.Pipeline.Tests.Support;

/// <summary>A clip of 20 frames for the <see cref="ScriptedSegmenter"/>: nothing at first, from the sixth on a ring, which moves, and a disc.</summary>
internal static class PolypClip
{
    public const int Width = 320;
    public const int Height = 240;
    public const int Frames = 20;
    public const int FirstWithPolyps = 5;

    /// <summary>FFmpeg's source.</summary>
    public const string Source = "color=c=0x301010:s=320x240:r=25:d=0.8,format=yuv420p,geq=cb=128:cr=128:lum=" +
        "'if(gte(N,5)*(between(hypot(X-100-N,Y-120),25,60)+lt(hypot(X-265,Y-60),28)),220,40)'";

    /// <summary>Makes it.</summary>
    public static string Make(TemporaryFolder folder, string name = "in.mkv", params string[] arguments) =>
        Ffmpeg.Make(folder.File(name), Source, arguments.Length > 0 ? arguments : ["-c:v", "libx264", "-preset", "ultrafast", "-crf", "10"]);

    /// <summary>Runs a job on it.</summary>
    public static async Task<FileJobReport> Run(FileJobOptions options, bool steady = false, ScriptedSegmenter? segmenter = null)
    {
        options = options with { Steady = new SteadyOptions { Enabled = steady }, Writer = options.Writer with { Preset = options.Writer.Codec == "h264" ? "ultrafast" : null } };
        using FileJob job = FileJob.Open(options, new PipelineMetrics("test", TimeProvider.System), TestContext.Current.CancellationToken);
        return await job.RunAsync(segmenter ?? new ScriptedSegmenter(cells: 80), TestContext.Current.CancellationToken);
    }
}
