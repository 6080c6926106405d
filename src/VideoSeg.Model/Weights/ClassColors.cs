using System.Collections.Immutable;
using System.Globalization;

namespace VideoSeg.Model.Weights;

/// <summary>The colours that the classes of a network are drawn in: one a class, the background has none. None at all leaves the choice to who draws.</summary>
public static class ClassColors
{
    private const int Length = 7;

    /// <summary>The colours in a text that separates them by commas, none in an empty one; may still be wrong (<see cref="Fault"/>).</summary>
    public static ImmutableArray<string> Split(string text) => text.Trim().Length == 0 ? [] : [.. text.Split(',', StringSplitOptions.TrimEntries)];

    /// <summary>What is wrong with the colours of these classes, as expected and found; null where nothing is.</summary>
    /// <param name="colors">As <c>#RRGGBB</c>; may be empty.</param>
    /// <param name="classes">Names of the output planes, of several the background first (<see cref="ClassNames"/>).</param>
    public static string? Fault(ImmutableArray<string> colors, ImmutableArray<string> classes)
    {
        int wanted = ClassNames.Foreground(classes).Length;
        bool isRight = colors.IsEmpty || (colors.Length == wanted && colors.All(IsColor));
        return isRight ? null : $"expected {wanted} colour(s) as #RRGGBB, one for each class but the background, found \"{string.Join(',', colors)}\"";
    }

    /// <summary>Red, green and blue of a colour, 0 to 255 each.</summary>
    /// <param name="color">As <c>#RRGGBB</c>.</param>
    /// <exception cref="FormatException">It is none.</exception>
    public static (byte Red, byte Green, byte Blue) Parse(string color)
    {
        if (!IsColor(color))
        {
            throw new FormatException($"expected a colour as #RRGGBB, found \"{color}\"");
        }

        int value = int.Parse(color.AsSpan(1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return ((byte)(value >> 16), (byte)(value >> 8), (byte)value);
    }

    private static bool IsColor(string text) => text is { Length: Length } && text[0] == '#' && text.Skip(1).All(char.IsAsciiHexDigit);
}
