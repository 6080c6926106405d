using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using VideoSeg.Model;
using VideoSeg.Model.Inference;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Encode;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Metrics;
using VideoSeg.Pipeline.Output;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Preprocess;
using VideoSeg.Pipeline.Renditions;
using VideoSeg.Pipeline.Tracking;

namespace VideoSeg.Pipeline.Jobs;

/// <summary>
/// Turns a recording into an annotated one, losslessly in its frames: as many out as in, with their times, other tracks copied.
/// <code>
/// using FileJob job = FileJob.Open(options, metrics, cancellationToken);
/// FileJobReport report = await job.RunAsync(segmenter, cancellationToken);
/// </code>
/// </summary>
public sealed class FileJob : IDisposable
{
    private readonly FileJobOptions _options;
    private readonly PipelineMetrics _metrics;
    private readonly StopSignal _stop;
    private readonly VideoReader _reader;
    private readonly SteadyPolyps _polyps;
    private readonly FieldMarker _fields;

    private FileJob(FileJobOptions options, PipelineMetrics metrics, StopSignal stop, VideoReader reader, FieldMarker fields)
    {
        _options = options;
        _metrics = metrics;
        _stop = stop;
        _reader = reader;
        _fields = fields;
        _polyps = new SteadyPolyps(options.Polyps, options.Steady, options.Analysis.IsSparse);
    }

    /// <summary>The video of the input.</summary>
    public VideoStreamInfo Video => _reader.Video;

    /// <summary>The account of the frames, to be looked at while the job runs.</summary>
    public FrameLedger Ledger => _metrics.Ledger;

    /// <summary>Checks the options, opens the input and makes sure that nothing would be overwritten that should not be. Blocks.</summary>
    /// <exception cref="VideoSegException">An option is wrong, the input cannot be read, an output is in the way.</exception>
    public static FileJob Open(FileJobOptions options, PipelineMetrics metrics, CancellationToken cancellationToken = default)
    {
        OptionsValidation.Require(options);
        OptionsValidation.Require(options.Polyps);
        OptionsValidation.Require(options.Analysis);
        OptionsValidation.Require(options.Steady);
        OptionsValidation.Require(options.Overlay);
        JobPaths.RequireDistinct(options);
        JobPaths.RequireFoldersApart(options);
        OutputFile.Prepare(options.Output, options.Writer.Overwrite);
        ResultFiles.RequireFree(options);
        var stop = new StopSignal();
        try
        {
            using CancellationTokenRegistration registration = cancellationToken.Register(stop.Interrupt);
            VideoReader reader = VideoReader.Open(options.Input, options.Reader, stop.CaptureToken);
            try
            {
                FieldMarker fields = FieldMarker.Create(options.Field, options.Redact, reader, options.Reader, stop.CaptureToken);
                return new FileJob(options, metrics, stop, reader, fields);
            }
            catch
            {
                reader.Dispose();
                throw;
            }
        }
        catch
        {
            stop.Dispose();
            throw;
        }
    }

    /// <summary>Runs to the end of the input. Once.</summary>
    /// <param name="segmenter">The network; stays the caller's.</param>
    /// <param name="cancellationToken">Ends the job early but in order: what was segmented is written, and the output closed. The report says so.</param>
    /// <exception cref="VideoSegException">
    /// Reading, the network or writing failed. What was written before stays, and is playable unless the output itself failed.
    /// </exception>
    public async Task<FileJobReport> RunAsync(ISegmenter segmenter, CancellationToken cancellationToken = default)
    {
        // Nothing that is there is replaced before its successor is whole; what was made is taken back where something cannot be made.
        Replacements replacements = Replacements.Of(_options);
        using IPictureMaker? pictures = PicturesOf(_options, _reader.Video);
        using VideoWriter writer = VideoWriter.Prepare(replacements.Options.Output, _options.Writer, _reader, CopiedTracks, pictures?.VideoOf(_reader.Video));
        ImmutableArray<IFrameResults> results = ResultFiles.Create(replacements.Options, segmenter.Info.Classes, _reader.Video, segmenter.Info.Colors);
        try
        {
            foreach (IFrameResults result in results)
            {
                result.Open();
            }

            writer.Open();
            bool reachedEnd;
            long start = _metrics.Time.GetTimestamp();
            using (cancellationToken.Register(_stop.Interrupt))
            {
                reachedEnd = await PipelineOf(segmenter, writer, pictures, results).RunAsync();
            }

            Finish(writer, results, replacements.Options.Output);
            bool isWhole = reachedEnd && Ledger.DroppedTotal == 0;
            FileJobReport report = Report(segmenter.Info, writer, _metrics.Time.GetElapsedTime(start), isWhole) with
            {
                Output = replacements.Output(isWhole),
                Notes = [.. writer.Notes, .. results.SelectMany(result => result.Notes), .. GuessNote(), .. RedactNotes(), .. isWhole ? [] : replacements.KeptNotes()],
            };
            foreach (IFrameResults result in results)
            {
                result.Conclude(report);
            }

            if (isWhole)
            {
                replacements.Commit();
            }

            return report;
        }
        finally
        {
            foreach (IFrameResults result in results)
            {
                result.Dispose();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _polyps.Dispose();
        _reader.Dispose();
        _stop.Dispose();
    }

    private LosslessPipeline PipelineOf(ISegmenter segmenter, VideoWriter writer, IPictureMaker? pictures, ImmutableArray<IFrameResults> results) => new()
    {
        Reader = _reader,
        Fields = _fields,
        Segmenter = segmenter,
        Analysis = _options.Analysis,
        Polyps = _polyps,
        Renderer = new OverlayRenderer(DrawingOf(_options), segmenter.Info.Classes, writer.RotationDegrees, segmenter.Info.Colors),
        Results = results,
        Pictures = pictures,
        Writer = writer,
        Metrics = _metrics,
        Stop = _stop,
    };

    private static IPictureMaker? PicturesOf(FileJobOptions options, VideoStreamInfo video) => options.Rendition switch
    {
        Rendition.SideBySide => new SideBySidePictures(VideoWriter.RotationOf(options.Output, options.Writer, video)),
        Rendition.Mask => new MaskPictures(options.Polyps),
        _ => null,
    };

    /// <summary>Nothing is drawn where nobody would see it.</summary>
    private static OverlayOptions DrawingOf(FileJobOptions options) =>
        options.Rendition == Rendition.Mask ? options.Overlay with { Style = OverlayStyle.None } : options.Overlay;

    /// <summary>Closes the files in order, also after a failure, so that they are playable; then tells of the first failure.</summary>
    private void Finish(VideoWriter writer, ImmutableArray<IFrameResults> results, string output)
    {
        TryFinish(writer.Finish, PipelineStage.Encode);
        foreach (IFrameResults result in results)
        {
            TryFinish(result.Finish, PipelineStage.Output);
        }

        if (_stop.Failure is VideoSegException fault)
        {
            throw new VideoSegException(fault.Kind, $"{fault.Message}\n{Ledger.Delivered} frames were written to '{output}' before.", fault);
        }

        if (_stop.Failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    private void TryFinish(Action finish, PipelineStage stage)
    {
        try
        {
            finish();
        }
        catch (VideoSegException e)
        {
            _stop.Fail(stage, e);
        }
    }

    private FileJobReport Report(SegmenterInfo segmenter, VideoWriter writer, TimeSpan elapsed, bool isWhole) => new()
    {
        Output = _options.Output,
        FramesIn = Ledger.Captured,
        FramesOut = Ledger.Delivered,
        FramesDropped = Ledger.DroppedTotal,
        FramesAnalysed = _metrics.FramesAnalysed,
        FramesWithPolyps = _metrics.FramesWithPolyps,
        Detections = _metrics.Detections,
        Polyps = _options.Steady.Enabled ? _polyps.Tracker.Count : null,
        Field = _fields.Field,
        FieldPictures = _fields.Pictures,
        Unsteadied = _polyps.Unsteadied,
        Steadied = _polyps.Steadied,
        Elapsed = elapsed,
        Ended = _metrics.Time.GetUtcNow(),
        Steps = [.. _metrics.Steps.Select(s => StepReport.Of(s.Name, s.Histogram))],
        Segmenter = segmenter,
        Input = _reader.Statistics,
        Written = writer.Statistics,
        Notes = [],
        WasInterrupted = !isWhole,
    };

    /// <summary>Pictures of other tracks may show what is blanked in this one.</summary>
    private IEnumerable<MediaTrack> CopiedTracks => _reader.OtherTracks.Where(track => !(_options.Redact && track.Kind == TrackKind.Video));

    private IEnumerable<string> RedactNotes() => !_options.Redact ? [] :
    [
        .. _reader.OtherTracks.Except(CopiedTracks).Select(track => $"{track} is left out: its pictures would not be redacted"),
        "redacted outside the field of view only: text over the field, sound, subtitles and tags are as they were. Look at the output before you pass it on",
    ];

    private IEnumerable<string> GuessNote() => _reader.Statistics.GuessedTimes is > 0 and var frames
        ? [$"frames to which the input gives no time: {frames}; each is put behind the one before it"]
        : [];
}
