using System.Collections.Immutable;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Jobs;
using VideoSeg.Pipeline.Output.Gallery;

namespace VideoSeg.Pipeline.Output.Report;

/// <summary>Everything that a report tells.</summary>
internal sealed record ReportContent
{
    /// <summary>What was asked for.</summary>
    public required FileJobOptions Options { get; init; }

    /// <summary>The recording.</summary>
    public required VideoStreamInfo Video { get; init; }

    /// <summary>How the job went.</summary>
    public required FileJobReport Job { get; init; }

    /// <summary>The polyps, by number.</summary>
    public required ImmutableArray<ReportPolyp> Polyps { get; init; }

    /// <summary>What was looked at, in the recording's own time.</summary>
    public required RecordingExtent Extent { get; init; }

    /// <summary>Version of the program.</summary>
    public static string Version => typeof(ReportContent).Assembly.GetName().Version?.ToString(3) ?? "";

    /// <summary>The recording's name.</summary>
    public string Name => ReportText.Name(Options.Input);

    /// <summary>Where players begin to count, in the recording's own time: its beginning, also where only a part of it was read.</summary>
    public double Origin => Video.StartTime is { } start ? (start * Video.TimeBase.Value) - Options.Reader.Start.TotalSeconds : 0;

    /// <summary>How wide the frames are shown, pixels made square, and how high.</summary>
    public (int Width, int Height) Shown
    {
        get
        {
            double aspect = Video.SampleAspectRatio.IsKnown ? Video.SampleAspectRatio.Value : 1;
            int width = (int)Math.Round(Video.Width * aspect);
            return ((int)Math.Round(Video.RotationDegrees / 90) & 1) == 1 ? (Video.Height, width) : (width, Video.Height);
        }
    }

    /// <summary>Everything that was not as it should be, for people.</summary>
    public IEnumerable<string> Notes => Job.DamageNote is { } damage ? [damage, .. Job.Notes] : Job.Notes;

    /// <summary>The field of view and where it comes from; null where no frame was read.</summary>
    public string? Field => Job.Field is null ? null
        : $"{Job.Field} ({(Job.FieldPictures == 0 ? "as given" : $"found in {ReportText.Count(Job.FieldPictures, "picture")}")})";

    /// <summary>A place as players show it.</summary>
    public string Clock(double seconds) => ReportText.Clock(seconds - Origin);
}
