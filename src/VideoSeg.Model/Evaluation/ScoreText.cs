using System.Globalization;

namespace VideoSeg.Model.Evaluation;

/// <summary>Scores as people read them: numbers in the invariant culture, and a dash where there is none.</summary>
public sealed class ScoreText : IFormatProvider, ICustomFormatter
{
    /// <summary>What stands for a score that is not a number.</summary>
    public const string None = "–";

    private static readonly ScoreText Instance = new();

    private ScoreText()
    {
    }

    /// <summary>A text with its values filled in.</summary>
    public static string Of(FormattableString text) => text.ToString(Instance);

    /// <inheritdoc/>
    public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

    /// <inheritdoc/>
    public string Format(string? format, object? arg, IFormatProvider? formatProvider) => Value(format, arg);

    /// <summary>One value.</summary>
    public static string Value(string? format, object? value) => value switch
    {
        double number when !double.IsFinite(number) => None,
        float number when !float.IsFinite(number) => None,
        IFormattable formattable => formattable.ToString(format, CultureInfo.InvariantCulture),
        _ => value?.ToString() ?? "",
    };
}
