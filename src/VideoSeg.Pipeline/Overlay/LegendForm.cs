namespace VideoSeg.Pipeline.Overlay;

/// <summary>How a legend is laid out: a square and a name for each class, below or beside each other, on a dark plate.</summary>
/// <param name="CapHeight">Height of capitals in pixels.</param>
/// <param name="IsRow">Whether the classes stand beside each other.</param>
/// <param name="Names">Names of the classes.</param>
internal sealed record LegendForm(float CapHeight, bool IsRow, string[] Names)
{
    /// <summary>Distance between the plate's edge and what is on it.</summary>
    public float Padding => CapHeight * 0.6f;

    /// <summary>Pixels a unit of the font.</summary>
    public float Scale => CapHeight / StrokeFont.CapHeight;

    /// <summary>Width of the plate, as it is read.</summary>
    public int Width => (int)MathF.Ceiling(Padding + (IsRow ? Names.Sum(WidthOf) : Names.Max(WidthOf)));

    /// <summary>Height of the plate, as it is read.</summary>
    public int Height => (int)MathF.Ceiling(Padding + ((IsRow ? 1 : Names.Length) * LineHeight));

    private float LineHeight => CapHeight + Padding;

    /// <summary>The forms for a picture, the best first.</summary>
    public static LegendForm[] For(int width, int height, string[] names)
    {
        float capHeight = Math.Max(Math.Min(width, height) * 0.021f, 9), small = Math.Max(capHeight * 0.75f, 8);
        return [new(capHeight, false, names), new(capHeight, true, names), new(small, false, names), new(small, true, names)];
    }

    /// <summary>Upper left corner of a class's square, from the plate's; its side is the height of capitals.</summary>
    public (float X, float Y) At(int index) => IsRow
        ? (Padding + Names.Take(index).Sum(WidthOf), Padding)
        : (Padding, Padding + (index * LineHeight));

    /// <summary>Square, name, and the room behind.</summary>
    private float WidthOf(string name) => CapHeight + (0.6f * CapHeight) + (StrokeFont.Measure(name) * Scale) + Padding;
}
