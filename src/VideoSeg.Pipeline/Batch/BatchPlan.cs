using System.Collections.Immutable;

namespace VideoSeg.Pipeline.Batch;

/// <summary>Plans where each recording of a batch ends up, no two in the same place.</summary>
public static class BatchPlan
{
    private static readonly ImmutableHashSet<string> Writable = ImmutableHashSet.Create(StringComparer.OrdinalIgnoreCase, ".mp4", ".m4v", ".mov", ".mkv");

    /// <summary>Plans.</summary>
    public static ImmutableArray<BatchItem> Create(IEnumerable<Recording> recordings, BatchTargets targets)
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

            items.Add(new BatchItem(
                recording,
                Path.Combine(targets.Output, path + EndingOf(recording, targets)),
                targets.Masks is null ? null : Path.Combine(targets.Masks, path + ".masks.mkv"),
                targets.Detections is null ? null : Path.Combine(targets.Detections, path + ".jsonl"))
            {
                Thumbnails = targets.Thumbnails is null ? null : Path.Combine(targets.Thumbnails, path),
                Report = targets.Report is null ? null : Path.Combine(targets.Report, path + ".html"),
                Coco = targets.Coco is null ? null : Path.Combine(targets.Coco, path + ".coco.json"),
                Yolo = targets.Yolo is null ? null : Path.Combine(targets.Yolo, path + ".yolo"),
                Touched = targets.Touched is null ? null : Path.Combine(targets.Touched, path + ".touched.mkv"),
            });
        }

        return items.MoveToImmutable();
    }

    private static string EndingOf(Recording recording, BatchTargets targets)
    {
        string own = Path.GetExtension(recording.Input);
        return targets.Container ?? (Writable.Contains(own) ? own : ".mkv");
    }
}
