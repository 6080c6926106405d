using VideoSeg.Pipeline.Overlay;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>Breaks text into lines of the stroke font.</summary>
internal static class SlateLayout
{
    private const string Ellipsis = "...";

    /// <summary>Lines no wider than <paramref name="width"/> units of the font; what is beyond the last one is cut, with three dots.</summary>
    public static List<string> Wrap(string text, float width, int maximumLines)
    {
        List<string> lines = [];
        string line = "";
        foreach (string word in text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries).SelectMany(word => Pieces(word, width)))
        {
            string longer = line.Length == 0 ? word : $"{line} {word}";
            if (StrokeFont.Measure(longer) <= width || line.Length == 0)
            {
                line = longer;
                continue;
            }

            if (lines.Count == maximumLines - 1)
            {
                line = Cut($"{line} {Ellipsis}", width);
                break;
            }

            lines.Add(line);
            line = word;
        }

        if (line.Length > 0)
        {
            lines.Add(line);
        }

        return lines;
    }

    /// <summary>The text, cut to a width with three dots where it is longer.</summary>
    public static string Cut(string text, float width)
    {
        if (StrokeFont.Measure(text) <= width)
        {
            return text;
        }

        int length = text.Length;
        while (length > 0 && StrokeFont.Measure($"{text.AsSpan(0, length).TrimEnd()}{Ellipsis}") > width)
        {
            length--;
        }

        return $"{text.AsSpan(0, length).TrimEnd(" .")}{Ellipsis}";
    }

    // An address may be longer than a line.
    private static IEnumerable<string> Pieces(string word, float width)
    {
        int start = 0;
        for (int end = 1; end <= word.Length; end++)
        {
            if (end - start > 1 && StrokeFont.Measure(word.AsSpan(start, end - start)) > width)
            {
                yield return word[start..(end - 1)];
                start = end - 1;
            }
        }

        yield return word[start..];
    }
}
