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
    private float[] _row = [];
    private float[] _weights = [];
    private int[] _cells = [];
    private int _width;
    private int _height;
    private PixelRectangle _area;

    /// <summary>Takes a copy of a picture's probabilities, the highest of all classes, stretched over <paramref name="area"/>.</summary>
    public void Begin(Segmentation segmentation, int index, in PixelRectangle area)
    {
        (int width, int height) = (segmentation.Width, segmentation.Height);
        if (_plane.Length < width * height || _row.Length < width + 1)
        {
            (_plane, _row) = (new float[width * height], new float[width + 1]);
        }

        segmentation.Plane(index).CopyTo(_plane);
        for (int channel = 1; channel < segmentation.Classes; channel++)
        {
            ReadOnlySpan<float> plane = segmentation.Plane(index, channel);
            for (int i = 0; i < plane.Length; i++)
            {
                _plane[i] = Math.Max(_plane[i], plane[i]);
            }
        }

        if (area != _area || width != _width)
        {
            SetColumns(width, area);
        }

        (_width, _height, _area) = (width, height, area);
    }

    public void Paint(InkBand band, in ImagePlanes picture)
    {
        Ink low = Ink.Of(Low, picture), middle = Ink.Of(Middle, picture), high = Ink.Of(High, picture);
        PixelRectangle part = _area.Rows(band.Top, band.Bottom);
        for (int y = part.Top; y < part.Bottom; y++)
        {
            if (FillRow(y))
            {
                PaintRow(band, y, low, middle, high);
            }
        }
    }

    private void SetColumns(int width, in PixelRectangle area)
    {
        if (_cells.Length < area.Width)
        {
            (_cells, _weights) = (new int[area.Width], new float[area.Width]);
        }

        for (int x = 0; x < area.Width; x++)
        {
            float position = Math.Clamp(((x + 0.5f) * width / area.Width) - 0.5f, 0, width - 1);
            _cells[x] = (int)position;
            _weights[x] = position - (int)position;
        }
    }

    /// <summary>Mixes the two rows of cells next to picture row y; says whether anything in them is to be painted.</summary>
    private bool FillRow(int y)
    {
        float position = Math.Clamp(((y - _area.Top + 0.5f) * _height / _area.Height) - 0.5f, 0, _height - 1);
        int upper = (int)position, lower = Math.Min(upper + 1, _height - 1);
        float weight = position - upper;
        ReadOnlySpan<float> above = _plane.AsSpan(upper * _width, _width), below = _plane.AsSpan(lower * _width, _width);
        float maximum = 0;
        for (int i = 0; i < _width; i++)
        {
            float value = above[i] + ((below[i] - above[i]) * weight);
            _row[i] = value;
            maximum = Math.Max(maximum, value);
        }

        _row[_width] = _row[_width - 1];
        return maximum >= Floor;
    }

    private void PaintRow(InkBand band, int y, in Ink low, in Ink middle, in Ink high)
    {
        Span<float> probabilities = band.Coverage;
        for (int x = 0; x < _area.Width; x++)
        {
            int cell = _cells[x];
            probabilities[_area.Left + x] = _row[cell] + ((_row[cell + 1] - _row[cell]) * _weights[x]);
        }

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
