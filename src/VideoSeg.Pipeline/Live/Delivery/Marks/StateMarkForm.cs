using System.Numerics;
using VideoSeg.Pipeline.Overlay;

namespace VideoSeg.Pipeline.Live.Delivery.Marks;

/// <summary>Words and measures of the state mark: a sign, and a word beside it, on a dark plate.</summary>
/// <param name="CapHeight">Height of capitals in pixels.</param>
/// <param name="Words">The word of each state, in the order of <see cref="SegmentationState"/>.</param>
internal readonly record struct StateMarkForm(float CapHeight, string[] Words)
{
    private static readonly string[] Long = ["AI ACTIVE", "AI DEGRADED", "AI UNAVAILABLE"];

    private static readonly string[] Short = ["AI ON", "AI SLOW", "AI OFF"];

    /// <summary>Distance between the plate's edge and what is on it.</summary>
    public float Padding => CapHeight * 0.5f;

    /// <summary>Width of the plate: the same for all states, so that nothing jumps.</summary>
    public int Width => (int)MathF.Ceiling((3 * Padding) + CapHeight + (Words.Max(word => StrokeFont.Measure(word)) * Scale));

    /// <summary>Height of the plate.</summary>
    public int Height => (int)MathF.Ceiling(CapHeight + (2 * Padding));

    /// <summary>Pixels a unit of the font.</summary>
    public float Scale => CapHeight / StrokeFont.CapHeight;

    /// <summary>The forms for a picture, the best first.</summary>
    public static StateMarkForm[] For(int width, int height)
    {
        float capHeight = Math.Max(Math.Min(width, height) * 0.021f, 9);
        return [new(capHeight, Long), new(capHeight, Short), new(Math.Max(capHeight * 0.75f, 8), Short)];
    }

    /// <summary>Middle of the sign on a plate.</summary>
    public Vector2 SignAt(in PixelRectangle plate) => new(plate.Left + Padding + (CapHeight / 2), (plate.Top + plate.Bottom) / 2f);

    /// <summary>Where the word begins on a plate, on its base line.</summary>
    public Vector2 WordAt(in PixelRectangle plate) => new(plate.Left + (2 * Padding) + CapHeight, ((plate.Top + plate.Bottom) / 2f) + (CapHeight / 2));
}
