using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;

namespace VideoSeg.Pipeline.Tests.Support;

/// <summary>Reader straight into writer.</summary>
internal static class Transcode
{
    /// <summary>Re-encodes the video and copies every other track; returns the finished writer's statistics and notes.</summary>
    public static (VideoWriterStatistics Statistics, string[] Notes) Run(string input, string output, VideoWriterOptions options)
    {
        using VideoReader reader = FrameSupport.Open(input);
        using VideoWriter writer = VideoWriter.Create(output, options, reader, TestContext.Current.CancellationToken);
        FrameSupport.ReadAll(reader, writer.Write, writer.Write);
        writer.Finish();
        return (writer.Statistics, [.. writer.Notes]);
    }
}
