using System.Collections.Immutable;
using VideoSeg.Pipeline.Jobs;

namespace VideoSeg.Pipeline.Batch;

/// <summary>Plans where each recording of a batch ends up, no two in the same place.</summary>
public static class BatchPlan
{
    private static readonly ImmutableHashSet<string> Writable = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, ".mp4", ".m4v", ".mov", ".mkv");

    /// <summary>Plans.</summary>
    /// <param name="recordings">The recordings.</param>
    /// <param name="options">
    /// What is done with each of them. Its output and all other results name folders, in which those that the recordings lie in are mirrored.
    /// </param>
    public static ImmutableArray<BatchItem> Create(IEnumerable<Recording> recordings, FileJobOptions options)
    {
        Recording[] all = [.. recordings];
        ILookup<string, Recording> byPath = all.ToLookup(recording => recording.RelativePath, StringComparer.OrdinalIgnoreCase);
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var items = ImmutableArray.CreateBuilder<BatchItem>(all.Length);
        foreach (Recording recording in all)
        {
            // Recordings that differ in their endings alone keep them: scan.avi.mkv, scan.mpg.mkv.
            string wanted = byPath[recording.RelativePath].Count() > 1 ? recording.RelativePath + Path.GetExtension(recording.Input) : recording.RelativePath;
            string path = wanted;
            for (int i = 2; !taken.Add(path); i++)
            {
                path = $"{wanted}-{i}";
            }

            items.Add(new BatchItem(recording, options with
            {
                Input = recording.Input,
                Output = Path.Combine(options.Output, path + EndingOf(recording)),
                Masks = Below(options.Masks, ".masks.mkv"),
                Detections = Below(options.Detections, ".jsonl"),
                Thumbnails = Below(options.Thumbnails, ""),
                Report = Below(options.Report, ".html"),
                Coco = Below(options.Coco, ".coco.json"),
                Yolo = Below(options.Yolo, ".yolo"),
                Touched = Below(options.Touched, ".touched.mkv"),
            }));

            string? Below(string? folder, string ending) => folder is null ? null : Path.Combine(folder, path + ending);
        }

        return items.MoveToImmutable();
    }

    /// <summary>The source's own where it can be written.</summary>
    private static string EndingOf(Recording recording)
    {
        string own = Path.GetExtension(recording.Input);
        return Writable.Contains(own) ? own : ".mkv";
    }
}
