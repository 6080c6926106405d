using System.Globalization;

namespace VideoSeg.Host.Service.Configuration;

/// <summary>Single values of configurations, which all arrive as text.</summary>
internal static class SettingText
{
    /// <summary>Whether values of a type are single ones.</summary>
    public static bool IsSingle(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type == typeof(string) || type == typeof(bool) || type == typeof(TimeSpan) || type.IsEnum || IsNumber(type);
    }

    /// <summary>Reads one; null, with what was expected, where it is none of the type.</summary>
    public static object? Parse(Type type, string text, out string expected)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        expected = Expected(type);
        return type switch
        {
            _ when type == typeof(string) => text,
            _ when type == typeof(bool) => bool.TryParse(text, out bool flag) ? flag : null,
            _ when type == typeof(TimeSpan) => DurationSetting.Parse(text),
            _ when type.IsEnum => Enum.GetNames(type).FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse(type, name) : null,
            _ => ParseNumber(type, text),
        };
    }

    /// <summary>The text of one, as <see cref="Parse"/> reads it.</summary>
    public static string Format(object value) => value switch
    {
        TimeSpan time => DurationSetting.Format(time),
        Enum choice => Choice(choice.ToString()),
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Choice(string name) => $"{char.ToLowerInvariant(name[0])}{name[1..]}";

    private static bool IsNumber(Type type) =>
        type == typeof(int) || type == typeof(long) || type == typeof(float) || type == typeof(double);

    private static string Expected(Type type) => type switch
    {
        _ when type == typeof(bool) => "true or false",
        _ when type == typeof(TimeSpan) => DurationSetting.Expected,
        _ when type.IsEnum => $"one of {string.Join(", ", Enum.GetNames(type).Select(Choice))}",
        _ when type == typeof(int) || type == typeof(long) => "a whole number",
        _ => "a number",
    };

    private static object? ParseNumber(Type type, string text)
    {
        if (type == typeof(int) || type == typeof(long))
        {
            bool isWhole = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole);
            return !isWhole ? null : type == typeof(long) ? (object)whole : whole == (int)whole ? (int)whole : null;
        }

        bool isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number);
        return !isNumber ? null : type == typeof(float) ? (object)(float)number : number;
    }
}
