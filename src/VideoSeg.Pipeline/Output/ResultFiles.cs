using System.Collections.Immutable;
using VideoSeg.Model;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Output.Gallery;
using VideoSeg.Pipeline.Output.Report;

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
            MaskOutput.RequireFree(masks, options.Writer.Overwrite);
        }

        if (options.Detections is { } detections)
        {
            Encode.OutputFile.Prepare(detections, options.Writer.Overwrite);
        }

        if (options.Thumbnails is { } thumbnails)
        {
            RequireFollowed(options, "thumbnails");
            ThumbnailFolder.RequireFree(thumbnails, options.Writer.Overwrite);
        }

        if (options.Report is { } report)
        {
            RequireFollowed(options, "report");
            Encode.OutputFile.Prepare(report, options.Writer.Overwrite);
        }

        if (options.Coco is { } coco)
        {
            Encode.OutputFile.Prepare(coco, options.Writer.Overwrite);
        }

        if (options.Yolo is { } yolo)
        {
            YoloFolder.RequireFree(yolo, options.Writer.Overwrite);
        }

        if (options.Touched is { } touched)
        {
            if (options.Rendition == Renditions.Rendition.Mask)
            {
                throw new VideoSegException(FaultKind.Usage, "expected a rendition that shows the recording with touched pixels, found the masks alone. Leave one of the two out.");
            }

            TouchedVideo.RequireFree(touched, options.Writer.Overwrite);
        }
    }

    private static void RequireFollowed(FileJobOptions options, string what)
    {
        if (!options.Steady.Enabled)
        {
            throw new VideoSegException(FaultKind.Usage,
                $"expected polyps that are followed, which the {what} cannot do without, found --steady off. Leave --steady or the {what} out.");
        }
    }

    /// <summary>Makes them, still to be opened; the caller disposes them.</summary>
    /// <exception cref="VideoSegException">One cannot be made (<see cref="FaultKind.Output"/>).</exception>
    public static ImmutableArray<IFrameResults> Create(FileJobOptions options, ImmutableArray<string> classes, VideoStreamInfo video, ImmutableArray<string> colors)
    {
        var results = new List<IFrameResults>();
        try
        {
            if (options.Detections is { } detections)
            {
                results.Add(DetectionsFile.Create(detections, classes, options.Writer.Overwrite));
            }

            if (options.Coco is { } coco)
            {
                results.Add(CocoFile.Create(coco, Path.GetFileName(Encode.OutputFile.PathOf(options.Input)), classes, options.Writer.Overwrite));
            }

            if (options.Yolo is { } yolo)
            {
                results.Add(YoloFolder.Create(yolo, classes, options.Writer.Overwrite));
            }

            if (options.Touched is { } touched)
            {
                results.Add(TouchedVideo.Create(touched, video, options.Writer.Overwrite));
            }

            if (options.Masks is { } masks)
            {
                results.Add(new MaskResults(options.Polyps, MaskOutput.Prepare(masks, video, options.Writer.Overwrite)));
            }

            if (options.Thumbnails is not null || options.Report is not null)
            {
                results.Add(new PolypGallery(classes, video.RotationDegrees, options.Steady, PolypOutputs(options, video), colors));
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

    private static ImmutableArray<IPolypOutput> PolypOutputs(FileJobOptions options, VideoStreamInfo video)
    {
        ReportFile? report = options.Report is { } path ? ReportFile.Create(path, options, video) : null;
        try
        {
            ThumbnailFolder? thumbnails = options.Thumbnails is { } folder ? ThumbnailFolder.Prepare(folder, options.Writer.Overwrite) : null;
            return [.. new IPolypOutput?[] { report, thumbnails }.OfType<IPolypOutput>()];
        }
        catch
        {
            report?.Dispose();
            throw;
        }
    }
}
