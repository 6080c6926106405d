using System.Numerics;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>
/// A small font of strokes, the project's own, for printable ASCII; drawn with round pens of any width at any size.
/// Lengths are in units of the design: capitals and digits are 11 high, x-height 8, descenders 3.
/// </summary>
internal static class StrokeFont
{
    /// <summary>Height of capitals and digits above the base line.</summary>
    public const float CapHeight = 11;

    private const float Gap = 3.2f;
    private const int CurveSteps = 6;

    // Each stroke is a chain of points "xy" (hexadecimal, y from the bottom, base line at 3, x-height b, capitals e); '.' before a point
    // makes it the control point of a quadratic curve; '|' begins a new stroke; a single point is a dot. The number is the width.
    private static readonly Dictionary<char, (float Width, Vector2[][] Strokes)> Glyphs = new()
    {
        [' '] = Glyph(2.5f, ""),
        ['a'] = Glyph(6, "6b 63|67 .6b 3b .0b 07 .03 33 .63 67"),
        ['b'] = Glyph(6, "0e 03|07 .0b 3b .6b 67 .63 33 .03 07"),
        ['c'] = Glyph(6, "6a .5b 3b .0b 07 .03 33 .53 64"),
        ['d'] = Glyph(6, "6e 63|67 .6b 3b .0b 07 .03 33 .63 67"),
        ['e'] = Glyph(6, "07 67 .6b 3b .0b 07 .03 33 .53 64"),
        ['f'] = Glyph(4, "4e .1e 1b 13|0b 4b"),
        ['g'] = Glyph(6, "6b 63 .60 30 .10 01|67 .6b 3b .0b 07 .03 33 .63 67"),
        ['h'] = Glyph(6, "0e 03|07 .0b 3b .6b 68 63"),
        ['i'] = Glyph(0, "0b 03|0e"),
        ['j'] = Glyph(2, "2b 22 .20 00|2e"),
        ['k'] = Glyph(5, "0e 03|5b 07|28 53"),
        ['l'] = Glyph(0, "0e 03"),
        ['m'] = Glyph(8, "0b 03|08 .0b 2b .4b 48 43|48 .4b 6b .8b 88 83"),
        ['n'] = Glyph(6, "0b 03|07 .0b 3b .6b 68 63"),
        ['o'] = Glyph(6, "07 .0b 3b .6b 67 .63 33 .03 07"),
        ['p'] = Glyph(6, "0b 00|07 .0b 3b .6b 67 .63 33 .03 07"),
        ['q'] = Glyph(6, "6b 60|67 .6b 3b .0b 07 .03 33 .63 67"),
        ['r'] = Glyph(4, "0b 03|07 .0b 4b"),
        ['s'] = Glyph(5, "5a .4b 3b .0b 09 .07 27 .57 55 .53 23 .13 04"),
        ['t'] = Glyph(4, "1e 15 .13 43|0b 4b"),
        ['u'] = Glyph(6, "0b 06 .03 33 .63 67|6b 63"),
        ['v'] = Glyph(6, "0b 33 6b"),
        ['w'] = Glyph(8, "0b 23 4b 63 8b"),
        ['x'] = Glyph(6, "0b 63|6b 03"),
        ['y'] = Glyph(6, "0b 33|6b 33 .20 00"),
        ['z'] = Glyph(5, "0b 5b 03 53"),
        ['A'] = Glyph(8, "03 4e 83|17 77"),
        ['B'] = Glyph(6, "03 0e 3e .6e 6b .69 39 09|39 .69 66 .63 33 03"),
        ['C'] = Glyph(7, "7c .6e 4e .0e 09 08 .03 43 .63 75"),
        ['D'] = Glyph(7, "03 0e 3e .7e 79 78 .73 33 03"),
        ['E'] = Glyph(6, "6e 0e 03 63|09 59"),
        ['F'] = Glyph(6, "6e 0e 03|09 59"),
        ['G'] = Glyph(7, "7c .6e 4e .0e 09 08 .03 43 .73 76 78 48"),
        ['H'] = Glyph(7, "0e 03|7e 73|09 79"),
        ['I'] = Glyph(0, "0e 03"),
        ['J'] = Glyph(5, "5e 56 .53 33 .03 05"),
        ['K'] = Glyph(6, "0e 03|6e 07|2a 63"),
        ['L'] = Glyph(5, "0e 03 53"),
        ['M'] = Glyph(8, "03 0e 46 8e 83"),
        ['N'] = Glyph(7, "03 0e 73 7e"),
        ['O'] = Glyph(8, "09 .0e 4e .8e 89 88 .83 43 .03 08 09"),
        ['P'] = Glyph(6, "03 0e 3e .6e 6b .68 38 08"),
        ['Q'] = Glyph(8, "09 .0e 4e .8e 89 88 .83 43 .03 08 09|56 82"),
        ['R'] = Glyph(6, "03 0e 3e .6e 6b .68 38 08|38 63"),
        ['S'] = Glyph(6, "6c .5e 3e .0e 0b .09 39 .69 66 .63 33 .13 05"),
        ['T'] = Glyph(6, "0e 6e|3e 33"),
        ['U'] = Glyph(7, "0e 07 .03 43 .73 77 7e"),
        ['V'] = Glyph(8, "0e 43 8e"),
        ['W'] = Glyph(10, "0e 33 5d 73 ae"),
        ['X'] = Glyph(7, "0e 73|7e 03"),
        ['Y'] = Glyph(6, "0e 38 6e|38 33"),
        ['Z'] = Glyph(6, "0e 6e 03 63"),
        ['0'] = Glyph(6, "09 .0e 3e .6e 69 68 .63 33 .03 08 09"),
        ['1'] = Glyph(6, "1c 3e 33"),
        ['2'] = Glyph(6, "0b .0e 3e .6e 6b .69 47 03 63"),
        ['3'] = Glyph(6, "0c .1e 3e .6e 6b .69 39 .69 66 .63 33 .13 05"),
        ['4'] = Glyph(6, "53 5e 06 66"),
        ['5'] = Glyph(6, "6e 1e 09 .1a 3a .6a 67 .63 33 .13 05"),
        ['6'] = Glyph(6, "5d .5e 3e .0e 08 06 .03 33 .63 66 .6a 3a .0a 06"),
        ['7'] = Glyph(6, "0e 6e 23"),
        ['8'] = Glyph(6, "39 .09 0b .0e 3e .6e 6b .69 39 .69 66 .63 33 .03 06 .09 39"),
        ['9'] = Glyph(6, "14 .13 33 .63 69 6b .6e 3e .0e 0b .07 37 .67 6b"),
        ['%'] = Glyph(9, "0c .0e 2e .4e 4c .4a 2a .0a 0c|55 .57 77 .97 95 .93 73 .53 55|7e 23"),
        ['-'] = Glyph(4, "08 48"),
        ['+'] = Glyph(6, "08 68|3b 35"),
        ['_'] = Glyph(6, "02 62"),
        ['/'] = Glyph(5, "5e 03"),
        ['.'] = Glyph(0, "03"),
        [','] = Glyph(1, "13 01"),
        [':'] = Glyph(0, "03|0a"),
        ['#'] = Glyph(7, "2e 13|6e 53|0b 7b|06 76"),
        ['('] = Glyph(2, "2e .08 22"),
        [')'] = Glyph(2, "0e .28 02"),
        ['<'] = Glyph(5, "5b 07 53"),
        ['>'] = Glyph(5, "0b 57 03"),
        ['='] = Glyph(6, "0a 6a|06 66"),
        ['!'] = Glyph(0, "0e 07|03"),
        ['"'] = Glyph(3, "0e 0b|3e 3b"),
        ['$'] = Glyph(6, "6c .5e 3e .0e 0b .09 39 .69 66 .63 33 .13 05|3f 32"),
        ['&'] = Glyph(8, "83 1b .0e 3e .5e 4b 07 .03 33 .63 78"),
        ['\''] = Glyph(0, "0e 0b"),
        ['*'] = Glyph(4, "2e 28|0c 4a|4c 0a"),
        [';'] = Glyph(1, "1a|13 01"),
        ['@'] = Glyph(9, "6a .3a 37 .34 66 6a 65 .94 98 .9e 5e .0e 08 .02 52 82"),
        ['['] = Glyph(2, "2e 0e 02 22"),
        ['\\'] = Glyph(5, "0e 53"),
        [']'] = Glyph(2, "0e 2e 22 02"),
        ['^'] = Glyph(4, "0b 2e 4b"),
        ['`'] = Glyph(1, "0e 1c"),
        ['{'] = Glyph(3, "3e .1e 1b .19 08 .17 15 .12 32"),
        ['|'] = Glyph(0, "0e 01"),
        ['}'] = Glyph(3, "0e .2e 2b .29 38 .27 25 .22 02"),
        ['~'] = Glyph(6, "07 .1a 38 .56 69"),
        ['?'] = Glyph(5, "0c .0e 3e .5e 5c .5a 38 27 26|23"),
    };

    /// <summary>Whether a letter has a shape of its own.</summary>
    public static bool Knows(char letter) => Glyphs.ContainsKey(letter);

    /// <summary>Width of a line of text.</summary>
    public static float Measure(ReadOnlySpan<char> text)
    {
        float width = -Gap;
        foreach (char letter in text)
        {
            width += Find(letter).Width + Gap;
        }

        return Math.Max(width, 0);
    }

    /// <summary>Adds the strokes of a line of text to the layer being drawn.</summary>
    /// <param name="canvas">A canvas on which a stroke layer was begun.</param>
    /// <param name="text">Printable ASCII; anything else becomes a question mark.</param>
    /// <param name="origin">Where the base line begins, in pixels.</param>
    /// <param name="scale">Pixels for each unit of the design.</param>
    /// <param name="axis">Where the text runs to: a unit vector.</param>
    public static void Draw(OverlayCanvas canvas, ReadOnlySpan<char> text, Vector2 origin, float scale, Vector2 axis)
    {
        foreach (char letter in text)
        {
            (float width, Vector2[][] strokes) = Find(letter);
            foreach (Vector2[] stroke in strokes)
            {
                canvas.AddPath(stroke, isClosed: false, origin, scale, axis);
            }

            origin += axis * ((width + Gap) * scale);
        }
    }

    private static (float Width, Vector2[][] Strokes) Find(char letter) =>
        Glyphs.TryGetValue(letter, out (float Width, Vector2[][] Strokes) glyph) ? glyph : Glyphs['?'];

    private static (float Width, Vector2[][] Strokes) Glyph(float width, string strokes) =>
        (width, [.. strokes.Split('|', StringSplitOptions.RemoveEmptyEntries).Select(Flatten)]);

    private static Vector2[] Flatten(string stroke)
    {
        var points = new List<Vector2>();
        Vector2? control = null;
        foreach (string word in stroke.Split(' '))
        {
            string digits = word.TrimStart('.');
            var point = new Vector2(Convert.ToInt32(digits[..1], 16), 3 - Convert.ToInt32(digits[1..], 16));
            if (word[0] == '.')
            {
                control = point;
                continue;
            }

            if (control is { } middle)
            {
                AddCurve(points, middle, point);
            }

            points.Add(point);
            control = null;
        }

        return [.. points];
    }

    private static void AddCurve(List<Vector2> points, Vector2 control, Vector2 end)
    {
        Vector2 start = points[^1];
        for (int i = 1; i < CurveSteps; i++)
        {
            float t = (float)i / CurveSteps;
            points.Add(Vector2.Lerp(Vector2.Lerp(start, control, t), Vector2.Lerp(control, end, t), t));
        }
    }
}
