using System.Globalization;
using VideoSeg.Pipeline.Encode;

namespace VideoSeg.Pipeline.Output.Report;

/// <summary>Values as people read them.</summary>
internal static class ReportText
{
    /// <summary>A place in a recording: <c>0:05.2</c>, <c>1:02:03.4</c>.</summary>
    public static string Clock(double seconds)
    {
        long tenths = (long)Math.Round(Math.Max(seconds, 0) * 10);
        long whole = tenths / 10;
        return whole >= 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{whole / 3600}:{whole / 60 % 60:00}:{whole % 60:00}.{tenths % 10}")
            : string.Create(CultureInfo.InvariantCulture, $"{whole / 60}:{whole % 60:00}.{tenths % 10}");
    }

    /// <summary>A length of time: <c>0.04 s</c>, <c>2.4 s</c>, <c>3 min 05 s</c>.</summary>
    public static string Length(double seconds)
    {
        if (seconds < 99.95)
        {
            return seconds.ToString(seconds < 0.995 ? "0.00 s" : "0.0 s", CultureInfo.InvariantCulture);
        }

        long whole = (long)Math.Round(seconds);
        return whole >= 3600
            ? string.Create(CultureInfo.InvariantCulture, $"{whole / 3600} h {whole / 60 % 60:00} min")
            : string.Create(CultureInfo.InvariantCulture, $"{whole / 60} min {whole % 60:00} s");
    }

    /// <summary>A count and its noun: <c>1 polyp</c>, <c>1,204 frames</c>.</summary>
    public static string Count(long number, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:#,0} {noun}{(number == 1 ? "" : "s")}");

    /// <summary>The name of a recording without its folder; of a URL the host too, but neither user and password nor query.</summary>
    public static string Name(string input)
    {
        if (input == "-")
        {
            return "standard input";
        }

        return OutputFile.PathOf(input) is { } path ? Path.GetFileName(path)
            : Uri.TryCreate(input, UriKind.Absolute, out Uri? uri) && input.Contains("://", StringComparison.Ordinal) ? $"{uri.Scheme}://{uri.Host}/{Path.GetFileName(uri.AbsolutePath)}"
            : input[..(input.IndexOf(':', StringComparison.Ordinal) + 1)];
    }
}
