using System.Globalization;
using VideoSeg.Pipeline.Jobs;

namespace VideoSeg.Pipeline.Output.Report;

/// <summary>The settings that what was found depends on.</summary>
internal static class ReportSettings
{
    /// <summary>Name and value of each; the names are those of the options.</summary>
    public static IEnumerable<(string Name, string Value)> Of(FileJobOptions options)
    {
        yield return ("threshold", Number(options.Polyps.Threshold));
        yield return ("min-area", Number(options.Polyps.MinArea));
        yield return ("steady", string.Create(CultureInfo.InvariantCulture,
            $"on (smoothing {options.Steady.Smoothing:0.##}, hysteresis {options.Steady.Hysteresis:0.##}, shown from the {Ordinal(options.Steady.ConfirmFrames)} frame, losses of up to {options.Steady.MaxGap:0.##} s)"));
        if (options.Analysis.Every > 1)
        {
            yield return ("every", options.Analysis.Every.ToString(CultureInfo.InvariantCulture));
        }

        if (options.Analysis.FramesPerSecond is { } rate)
        {
            yield return ("fps", Number(rate));
        }

        if (options.Reader.Start > TimeSpan.Zero)
        {
            yield return ("start", ReportText.Clock(options.Reader.Start.TotalSeconds));
        }

        if (options.Reader.Duration is { } duration)
        {
            yield return ("duration", ReportText.Length(duration.TotalSeconds));
        }

        yield return ("field", options.Field.ToString());
        if (options.Redact)
        {
            yield return ("redact", "on");
        }

        if (!string.IsNullOrEmpty(options.Reader.Filter))
        {
            yield return ("filter", options.Reader.Filter);
        }
    }

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Ordinal(int number) => number switch { 1 => "first", 2 => "second", 3 => "third", _ => $"{number}th" };
}
