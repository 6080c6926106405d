using System.Globalization;

namespace VideoSeg.Host.Service.Configuration;

/// <summary>Times in configurations: <c>200 ms</c>, <c>2 s</c>, <c>1.5 min</c>, <c>12 h</c>, <c>30 d</c>, or <c>[d.]hh:mm:ss[.fff]</c>. A number without a unit is none.</summary>
internal static class DurationSetting
{
    /// <summary>What to write, for messages.</summary>
    public const string Expected = "a time such as 200 ms, 2 s, 10 min, 12 h or 30 d";

    private static readonly (string Unit, TimeSpan Length)[] Units =
    [
        ("d", TimeSpan.FromDays(1)), ("h", TimeSpan.FromHours(1)), ("min", TimeSpan.FromMinutes(1)), ("s", TimeSpan.FromSeconds(1)), ("ms", TimeSpan.FromMilliseconds(1)),
    ];

    /// <summary>Reads one; null where it is none.</summary>
    public static TimeSpan? Parse(string text)
    {
        text = text.Trim();
        if (text.Contains(':', StringComparison.Ordinal))
        {
            return TimeSpan.TryParseExact(text, ["c", "g"], CultureInfo.InvariantCulture, out TimeSpan clock) ? clock : null;
        }

        int letters = text.AsSpan().IndexOfAnyInRange('a', 'z');
        if (letters < 1 || !double.TryParse(text.AsSpan(0, letters).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
        {
            return null;
        }

        TimeSpan unit = Units.FirstOrDefault(unit => unit.Unit == text[letters..]).Length;
        double ticks = number * unit.Ticks;
        return unit == default || ticks >= TimeSpan.MaxValue.Ticks ? null : new TimeSpan((long)Math.Round(ticks));
    }

    /// <summary>Writes one, in the largest unit that it is a whole number of.</summary>
    public static string Format(TimeSpan time)
    {
        (string unit, TimeSpan length) = time == TimeSpan.Zero ? Units[3] : Units.FirstOrDefault(unit => time.Ticks % unit.Length.Ticks == 0, Units[^1]);
        return string.Create(CultureInfo.InvariantCulture, $"{(decimal)time.Ticks / length.Ticks:0.####} {unit}");
    }
}
