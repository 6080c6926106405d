using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>
/// Names of recordings: <c>room1-20260131T101500123Z-annotated.mp4</c>, the time that of the first picture by UTC. While a file is being written <c>.part</c>
/// follows; <c>-interrupted</c> stands before the ending of one whose recorder was ended before it could finish it.
/// </summary>
internal static partial class RecordingName
{
    /// <summary>Ends the name of a file that is being written.</summary>
    public const string Part = ".part";

    private const string Interrupted = "-interrupted";
    private const string TimeFormat = "yyyyMMdd'T'HHmmssfff'Z'";

    /// <summary>The name of a whole recording.</summary>
    /// <param name="stream">Name of the stream.</param>
    /// <param name="picture">Which picture, in a word.</param>
    /// <param name="utc">When the first picture was decoded.</param>
    /// <param name="ending">Ending of the container, with its dot.</param>
    public static string Of(string stream, string picture, DateTimeOffset utc, string ending) =>
        $"{stream}-{utc.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}-{picture}{ending}";

    /// <summary>The name for a file that was left as <see cref="Part"/>.</summary>
    public static string AfterInterruption(string part)
    {
        string name = part[..^Part.Length];
        string ending = Path.GetExtension(name);
        return $"{name[..^ending.Length]}{Interrupted}{ending}";
    }

    /// <summary>Whether a file, whole or not, is a recording of a stream, and when it began. Names of others are never taken for one.</summary>
    public static bool TryParse(string name, string stream, out DateTimeOffset utc, out bool isPart)
    {
        Match match = name.StartsWith($"{stream}-", StringComparison.Ordinal) ? Rest().Match(name, stream.Length + 1, name.Length - stream.Length - 1) : Match.Empty;
        isPart = match.Groups["part"].Success;
        return DateTimeOffset.TryParseExact(match.Groups["utc"].Value, TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out utc) && match.Success;
    }

    [GeneratedRegex(@"\A(?<utc>\d{8}T\d{9}Z)-(annotated|original)(-\d+)?(-interrupted)?\.(mp4|mkv)(?<part>\.part)?\z", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Rest();
}
