using System.Collections.Immutable;
using VideoSeg.Model;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Jobs;

namespace VideoSeg.Pipeline.Output;

/// <summary>The files besides the video that a job asks for.</summary>
internal static class ResultFiles
{
    /// <summary>Refuses what is there and may not be replaced, before any work is done.</summary>
    /// <exception cref="VideoSegException">Something is in the way (<see cref="FaultKind.Output"/>).</exception>
    public static void RequireFree(FileJobOptions options)
    {
        if (options.Masks is { } masks)
        {
            if (MaskVideo.IsVideo(masks))
            {
                Encode.OutputFile.Prepare(masks, options.Writer.Overwrite);
            }
            else
            {
                MaskFolder.RequireFree(masks, options.Writer.Overwrite);
            }
        }

        if (options.Detections is { } detections)
        {
            Encode.OutputFile.Prepare(detections, options.Writer.Overwrite);
        }
    }

    /// <summary>Makes them; the caller disposes them.</summary>
    /// <exception cref="VideoSegException">One cannot be made (<see cref="FaultKind.Output"/>).</exception>
    public static ImmutableArray<IFrameResults> Create(FileJobOptions options, ImmutableArray<string> classes, VideoStreamInfo video)
    {
        var results = new List<IFrameResults>();
        try
        {
            if (options.Detections is { } detections)
            {
                results.Add(DetectionsFile.Create(detections, classes, options.Writer.Overwrite));
            }

            if (options.Masks is { } masks)
            {
                var raster = new MaskRaster(options.Polyps);
                results.Add(MaskVideo.IsVideo(masks)
                    ? MaskVideo.Create(masks, raster, video, options.Writer.Overwrite)
                    : MaskFolder.Create(masks, raster, options.Writer.Overwrite));
            }

            return [.. results];
        }
        catch
        {
            foreach (IFrameResults result in results)
            {
                result.Dispose();
            }

            throw;
        }
    }
}
