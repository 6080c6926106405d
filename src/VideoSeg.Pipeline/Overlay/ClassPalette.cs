using VideoSeg.Model.Weights;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>The colours of a network's classes: those that its weights name, else <see cref="OverlayPalette"/>'s.</summary>
/// <param name="colors">One for each class as <c>#RRGGBB</c>, or none.</param>
internal sealed class ClassPalette(IEnumerable<string>? colors)
{
    /// <summary>How far a label's letters are brightened, so that they can be read on their dark plate.</summary>
    private const float Lightened = 0.7f;

    private readonly Rgb[] _colors = [.. (colors ?? []).Select(Parse)];

    /// <summary>Colour of a class's lines.</summary>
    public Rgb Class(int index) => IsNamed(index) ? _colors[index] : OverlayPalette.Class(index);

    /// <summary>Colour of its fill.</summary>
    public Rgb Fill(int index) => IsNamed(index) ? _colors[index] : OverlayPalette.Fill(index);

    /// <summary>Colour of its label.</summary>
    public Rgb Text(int index) => IsNamed(index) ? Lighten(_colors[index]) : OverlayPalette.Text(index);

    private static Rgb Parse(string color)
    {
        (byte red, byte green, byte blue) = ClassColors.Parse(color);
        return new Rgb(red / 255f, green / 255f, blue / 255f);
    }

    private static Rgb Lighten(Rgb color) => new(
        color.Red + (Lightened * (1 - color.Red)), color.Green + (Lightened * (1 - color.Green)), color.Blue + (Lightened * (1 - color.Blue)));

    private bool IsNamed(int index) => index < _colors.Length;
}
