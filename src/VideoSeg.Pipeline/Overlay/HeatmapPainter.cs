using System.Numerics;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>
/// Paints a probability plane, brought to the picture's size bilinearly (half-pixel centres), as a colour that grows from faint blue
/// through cyan to a bright green-white. Below <see cref="Floor"/> nothing is painted.
/// </summary>
internal sealed class HeatmapPainter
{
    /// <summary>Probability below which the picture stays as it is.</summary>
    public const float Floor = 0.05f;

    private const float MaximumOpacity = 0.5f;

    private static readonly Rgb Low = new(0.10f, 0.10f, 0.95f);
    private static readonly Rgb Middle = new(0f, 0.55f, 1f);
    private static readonly Rgb High = new(0f, 1f, 0.95f);

    private float[] _plane = [];
    private ProbabilityResizer? _resizer;
    private PixelRectangle _area;

    /// <summary>The colours of the probabilities 0, 1/2 and 1, in a picture's sample values.</summary>
    public static (Ink Low, Ink Middle, Ink High) Inks(in ImagePlanes picture) => (Ink.Of(Low, picture), Ink.Of(Middle, picture), Ink.Of(High, picture));

    /// <summary>Takes a copy of a picture's probabilities, those of all classes together (<see cref="ForegroundPlane"/>), stretched over <paramref name="area"/>.</summary>
    public void Begin(Segmentation segmentation, int index, in PixelRectangle area)
    {
        if (_resizer is null || _resizer.Width != segmentation.Width || _resizer.Height != segmentation.Height)
        {
            _resizer = new ProbabilityResizer(segmentation.Width, segmentation.Height);
            _plane = new float[segmentation.Width * segmentation.Height];
        }

        _area = area;
        ForegroundPlane.Sum(segmentation.Planes(index), segmentation.Classes, _plane);
    }

    public void Paint(InkBand band, in ImagePlanes picture)
    {
        (Ink low, Ink middle, Ink high) = Inks(picture);
        PixelRectangle part = _area.Rows(band.Top, band.Bottom);
        ProbabilityResizer.Rows rows = _resizer!.Begin(_plane, _area.Width, _area.Height);
        for (int y = part.Top; y < part.Bottom; y++)
        {
            PaintRow(band, y, rows.Row(y - _area.Top), low, middle, high);
        }
    }

    private void PaintRow(InkBand band, int y, ReadOnlySpan<float> row, in Ink low, in Ink middle, in Ink high)
    {
        Span<float> probabilities = band.Coverage;
        row.CopyTo(probabilities[_area.Left..]);
        probabilities[_area.Right..(_area.Right + Vector<float>.Count)].Clear();
        Span<float> alpha = band.Alpha(y), first = band.Color(0, y), second = band.Color(1, y), third = band.Color(2, y);
        for (int x = _area.Left; x < _area.Right; x += Vector<float>.Count)
        {
            var p = new Vector<float>(probabilities[x..]);
            Vector<float> opacity = Vector.Max((p - new Vector<float>(Floor)) * (MaximumOpacity / (1 - Floor)), Vector<float>.Zero);
            if (opacity == Vector<float>.Zero)
            {
                continue;
            }

            Vector<float> toMiddle = Vector.Min(p * 2, Vector<float>.One);
            Vector<float> toHigh = Vector.Max((p * 2) - Vector<float>.One, Vector<float>.Zero);
            opacity.CopyTo(alpha[x..]);
            (opacity * Mix(low.First, middle.First, high.First)).CopyTo(first[x..]);
            (opacity * Mix(low.Second, middle.Second, high.Second)).CopyTo(second[x..]);
            (opacity * Mix(low.Third, middle.Third, high.Third)).CopyTo(third[x..]);

            Vector<float> Mix(float a, float b, float c) =>
                new Vector<float>(a) + (toMiddle * (b - a)) + (toHigh * (c - b));
        }
    }
}
