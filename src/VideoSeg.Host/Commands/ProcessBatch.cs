using System.Collections.Immutable;
using VideoSeg.Model;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Weights;
using VideoSeg.Pipeline.Batch;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Metrics;

namespace VideoSeg.Host.Commands;

/// <summary><c>videoseg process</c> with many recordings.</summary>
/// <param name="options">Those of every job; the output and all other results name folders.</param>
/// <param name="resume">Whether to go on with an earlier run.</param>
/// <param name="instruments">Shared by all jobs.</param>
internal sealed class ProcessBatch(FileJobOptions options, bool resume, PipelineInstruments instruments)
{
    /// <summary>Exit code where some recordings failed.</summary>
    public const int SomeFailed = 1;

    /// <summary>Whether the arguments ask for many: several inputs, a folder or a pattern among them, or a folder as output.</summary>
    public static bool IsWanted(string[] inputs, string output) =>
        inputs.Length > 1 || RecordingFinder.MayBeMany(inputs[0]) || Directory.Exists(output) || output.EndsWith('/');

    /// <summary>Runs it; returns the exit code.</summary>
    public async Task<int> RunAsync(string[] inputs, INetworkFile model, SegmenterOptions segmenterOptions, bool json, CancellationToken cancellationToken)
    {
        RequireFolder("--output", options.Output);
        RequireFolder("--masks", options.Masks);
        RequireFolder("--detections", options.Detections);
        RequireFolder("--thumbnails", options.Thumbnails);
        RequireFolder("--report", options.Report);
        RequireFolder("--coco", options.Coco);
        RequireFolder("--yolo", options.Yolo);
        RequireFolder("--touched", options.Touched);
        RequireApart(inputs);
        RecordingList list = RecordingFinder.Find(inputs, options.Output);
        ImmutableArray<BatchItem> items = BatchPlan.Create(list.Recordings, options);
        BatchRecord record = BatchRecord.Open(options.Output);
        var batch = new BatchJob(record, TimeProvider.System, instruments) { Resume = resume };
        batch.RequireFree(items);
        MakeFolder(options.Output);
        await using ISegmenter segmenter = SegmenterFactory.Create(model, segmenterOptions);
        var console = new BatchConsole(list, TimeProvider.System);
        ImmutableArray<BatchRow> rows = await batch.RunAsync(items, segmenter, console, cancellationToken);
        console.Summarise(rows, items.Length, record.Path);
        if (json)
        {
            await Console.Out.WriteLineAsync(BatchSummary.ToJson(rows, items.Length, record.Path));
        }

        return cancellationToken.IsCancellationRequested ? CommandFaults.Interrupted
            : rows.Any(row => row.Status == BatchStatus.Failed) ? SomeFailed : 0;
    }

    private void RequireApart(string[] inputs)
    {
        string output = Path.GetFullPath(options.Output).TrimEnd('/') + '/';
        if (Array.Find(inputs, input => Directory.Exists(input) && (Path.GetFullPath(input).TrimEnd('/') + '/').StartsWith(output, StringComparison.Ordinal)) is { } inside)
        {
            throw new VideoSegException(FaultKind.Output, $"expected an output folder apart from the recordings, found '{options.Output}', in which '{inside}' lies. Choose another one.");
        }
    }

    private static void RequireFolder(string option, string? path)
    {
        if (path is not null && File.Exists(path))
        {
            throw new VideoSegException(FaultKind.Output, $"{option}: expected a folder for the results of many recordings, found the file '{path}'. Name a folder.");
        }
    }

    private static void MakeFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new VideoSegException(FaultKind.Output, $"cannot make the folder '{path}': {e.Message}", e);
        }
    }
}
