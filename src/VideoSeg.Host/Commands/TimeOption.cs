using System.CommandLine;
using System.Globalization;

namespace VideoSeg.Host.Commands;

/// <summary>A place in a recording, or a stretch of it: seconds (<c>90</c>, <c>0.5</c>) or <c>[HH:]MM:SS[.mmm]</c>.</summary>
internal static class TimeOption
{
    private const string Expected = "seconds or [HH:]MM:SS[.mmm]";

    /// <summary>The option; null where it is not given.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="description">What the time is for.</param>
    /// <param name="mayBeZero">Whether 0 is a value.</param>
    public static Option<string?> Create(string name, string description, bool mayBeZero) =>
        new Option<string?>(name) { Description = description, HelpName = "TIME" }
            .Require(text => text is null || (Parse(text) is { } time && (mayBeZero || time > TimeSpan.Zero)), mayBeZero ? Expected : $"{Expected}, above 0");

    /// <summary>The time, to the microsecond; null where the text is none.</summary>
    public static TimeSpan? Parse(string text)
    {
        string[] parts = text.Split(':');
        if (parts.Length > 3 || !decimal.TryParse(parts[^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out decimal seconds))
        {
            return null;
        }

        decimal unit = 60;
        for (int i = parts.Length - 2; i >= 0; i--, unit *= 60)
        {
            if (!int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out int value) || (i > 0 && value >= 60))
            {
                return null;
            }

            seconds += unit * value;
        }

        bool isWhole = parts.Length == 1 || decimal.Parse(parts[^1], CultureInfo.InvariantCulture) < 60;
        return isWhole && seconds < 1_000_000_000 ? new TimeSpan((long)decimal.Round(seconds * TimeSpan.TicksPerSecond)) : null;
    }
}
