using System.Text;

namespace VideoSeg.Host.Metrics;

/// <summary>Names of instruments and tags as Prometheus wants them: <c>videoseg.live.added_delay</c> in <c>s</c> becomes <c>videoseg_live_added_delay_seconds</c>.</summary>
internal static class MetricNames
{
    /// <summary>Name of the metric family, without <c>_total</c>; with its unit at the end.</summary>
    public static string Family(string instrument, string unit, MetricKind kind)
    {
        string name = Clean(instrument, allowColon: true);
        name = kind == MetricKind.Counter && name.EndsWith("_total", StringComparison.Ordinal) ? name[..^"_total".Length] : name;
        return unit.Length == 0 || name.EndsWith($"_{unit}", StringComparison.Ordinal) ? name : $"{name}_{unit}";
    }

    /// <summary>Prometheus' word for a unit of UCUM: <c>seconds</c> for <c>s</c>; empty for none and for what is only counted, such as <c>{frame}</c>.</summary>
    public static string Unit(string? unit, MetricKind kind)
    {
        if (unit is "1")
        {
            return kind == MetricKind.Gauge ? "ratio" : "";
        }

        if (string.IsNullOrEmpty(unit) || unit.StartsWith('{'))
        {
            return "";
        }

        int slash = unit.IndexOf('/', StringComparison.Ordinal);
        return slash < 0 ? Word(unit) : $"{Word(unit[..slash])}_per_{Word(unit[(slash + 1)..]).TrimEnd('s')}";
    }

    /// <summary>Name of a label; those that Prometheus keeps for itself are given a prefix.</summary>
    public static string Label(string tag)
    {
        string name = Clean(tag, allowColon: false);
        return name is "le" or "quantile" ? $"tag_{name}" : name;
    }

    private static string Word(string unit) => unit switch
    {
        "d" => "days",
        "h" => "hours",
        "min" => "minutes",
        "s" => "seconds",
        "ms" => "milliseconds",
        "us" => "microseconds",
        "ns" => "nanoseconds",
        "By" => "bytes",
        "KiBy" => "kibibytes",
        "MiBy" => "mebibytes",
        "GiBy" => "gibibytes",
        "Hz" => "hertz",
        "Cel" => "celsius",
        "W" => "watts",
        "J" => "joules",
        "%" => "percent",
        _ => Clean(unit, allowColon: false).Trim('_'),
    };

    private static string Clean(string name, bool allowColon)
    {
        var clean = new StringBuilder(name.Length);
        foreach (char c in name)
        {
            char next = char.IsAsciiLetterOrDigit(c) || (c == ':' && allowColon) ? c : '_';
            if (next != '_' || clean.Length == 0 || clean[^1] != '_')
            {
                clean.Append(next);
            }
        }

        return clean.Length == 0 ? "_" : char.IsAsciiDigit(clean[0]) ? $"_{clean}" : clean.ToString();
    }
}
