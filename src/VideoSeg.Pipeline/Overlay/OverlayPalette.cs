namespace VideoSeg.Pipeline.Overlay;

/// <summary>
/// Colours that do not occur in the bowel, whose pictures are pink, red, yellow and brown: cyan for the first class, then green, blue and violet.
/// </summary>
internal static class OverlayPalette
{
    public static readonly Rgb Casing = new(0f, 0.04f, 0.10f);
    public static readonly Rgb Plate = new(0f, 0.05f, 0.10f);

    private static readonly Rgb[] Classes = [new(0.05f, 0.95f, 1f), new(0.25f, 1f, 0.35f), new(0.40f, 0.60f, 1f), new(0.80f, 0.50f, 1f)];
    private static readonly Rgb[] Fills = [new(0f, 0.65f, 1f), new(0f, 0.9f, 0.2f), new(0.2f, 0.2f, 1f), new(0.55f, 0.1f, 1f)];
    private static readonly Rgb[] Texts = [new(0.80f, 1f, 1f), new(0.85f, 1f, 0.88f), new(0.88f, 0.92f, 1f), new(0.95f, 0.88f, 1f)];

    /// <summary>Colour of a class's lines.</summary>
    public static Rgb Class(int index) => Classes[index % Classes.Length];

    /// <summary>Colour of its fill: deeper, for a pale one over pink would look like grey tissue.</summary>
    public static Rgb Fill(int index) => Fills[index % Fills.Length];

    /// <summary>Colour of its label: the same hue, lighter.</summary>
    public static Rgb Text(int index) => Texts[index % Texts.Length];
}
