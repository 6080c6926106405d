namespace VideoSeg.Pipeline.Overlay;

/// <summary>How a legend is laid out: a square and a name for each class, below or beside each other, on a dark plate. Measured once, for it is drawn in every frame.</summary>
internal sealed class LegendForm
{
    private readonly (float X, float Y)[] _places;

    /// <summary>Lays it out.</summary>
    /// <param name="capHeight">Height of capitals in pixels.</param>
    /// <param name="isRow">Whether the classes stand beside each other.</param>
    /// <param name="names">Names of the classes.</param>
    public LegendForm(float capHeight, bool isRow, string[] names)
    {
        CapHeight = capHeight;
        _places = new (float X, float Y)[names.Length];
        float line = CapHeight + Padding, x = Padding, widest = 0;
        for (int i = 0; i < names.Length; i++)
        {
            float width = CapHeight + (0.6f * CapHeight) + (StrokeFont.Measure(names[i]) * Scale) + Padding;
            _places[i] = isRow ? (x, Padding) : (Padding, Padding + (i * line));
            (x, widest) = (x + width, Math.Max(widest, width));
        }

        Width = (int)MathF.Ceiling(isRow ? x : Padding + widest);
        Height = (int)MathF.Ceiling(Padding + ((isRow ? 1 : names.Length) * line));
    }

    /// <summary>Height of capitals in pixels.</summary>
    public float CapHeight { get; }

    /// <summary>Distance between the plate's edge and what is on it.</summary>
    public float Padding => CapHeight * 0.6f;

    /// <summary>Pixels a unit of the font.</summary>
    public float Scale => CapHeight / StrokeFont.CapHeight;

    /// <summary>Width of the plate, as it is read.</summary>
    public int Width { get; }

    /// <summary>Height of the plate, as it is read.</summary>
    public int Height { get; }

    /// <summary>The forms for a picture, the best first.</summary>
    public static LegendForm[] For(int width, int height, string[] names)
    {
        float capHeight = Math.Max(Math.Min(width, height) * 0.021f, 9), small = Math.Max(capHeight * 0.75f, 8);
        return [new(capHeight, false, names), new(capHeight, true, names), new(small, false, names), new(small, true, names)];
    }

    /// <summary>Upper left corner of a class's square, from the plate's; its side is the height of capitals.</summary>
    public (float X, float Y) At(int index) => _places[index];
}
