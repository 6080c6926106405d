using System.Globalization;
using System.Numerics;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Preprocess;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>Adds the labels of a picture's polyps to a canvas: light letters on a dark plate, "polyp 87 %".</summary>
/// <param name="canvas">What they are added to.</param>
/// <param name="classes">A name for each class.</param>
/// <param name="palette">A colour for each class.</param>
/// <param name="quarterTurns">How often players turn the picture clockwise by 90 degrees, 0 to 3; letters stand upright after it.</param>
internal sealed class LabelPainter(OverlayCanvas canvas, string[] classes, ClassPalette palette, int quarterTurns)
{
    /// <summary>Labels beyond these are left out, smallest polyps first: so many cannot be read.</summary>
    private const int MaximumLabels = 12;

    private const float PlateOpacity = 0.62f;

    /// <summary>Where the text's right lies in the picture as it is coded.</summary>
    private readonly Vector2 _axis = quarterTurns switch { 1 => -Vector2.UnitY, 2 => -Vector2.UnitX, 3 => Vector2.UnitY, _ => Vector2.UnitX };

    private readonly LabelPlacer _placer = new();
    private readonly char[] _text = new char[64];

    public void Add(in ImagePlanes picture, PolypSet polyps, in PixelRectangle limits, float lineWidth, FieldOfView? field = null, float opacity = 1, PixelRectangle taken = default)
    {
        _placer.Clear(taken);
        float capHeight = Math.Max(Math.Min(picture.Width, picture.Height) * 0.021f, 9);
        float scale = capHeight / StrokeFont.CapHeight;
        float padding = capHeight * 0.5f;
        int gap = (int)MathF.Ceiling((3 * lineWidth) + 2);
        Ink plate = Ink.Of(OverlayPalette.Plate, picture);
        ReadOnlySpan<Detection> detections = polyps.Detections;
        for (int i = 0; i < Math.Min(detections.Length, MaximumLabels); i++)
        {
            ref readonly Detection detection = ref detections[i];
            ReadOnlySpan<char> text = Format(detection);
            int width = (int)MathF.Ceiling((StrokeFont.Measure(text) * scale) + (2 * padding));
            int height = (int)MathF.Ceiling(capHeight + (2 * padding));
            bool isUpright = quarterTurns % 2 == 0;
            if (_placer.Place(polyps, detection, isUpright ? width : height, isUpright ? height : width, gap, limits, field) is not { } place)
            {
                continue;
            }

            canvas.AddPlate(new Vector2(place.Left, place.Top), new Vector2(place.Right, place.Bottom), padding * 0.7f, plate, PlateOpacity * opacity);
            Ink ink = Ink.Of(palette.Text(detection.ClassIndex), picture);
            canvas.BeginStrokes(new Stroke(Math.Max(1.5f * scale, 1.1f), ink, opacity, 0, default, 0));
            var centre = new Vector2(place.Left + place.Right, place.Top + place.Bottom);
            Vector2 start = new Vector2(padding - (width / 2f), padding + capHeight - (height / 2f));
            Vector2 down = new(-_axis.Y, _axis.X);
            StrokeFont.Draw(canvas, text, (centre / 2) + (start.X * _axis) + (start.Y * down), scale, _axis);
        }
    }

    private ReadOnlySpan<char> Format(in Detection detection)
    {
        // No string is made: this runs for every polyp of every frame.
        ReadOnlySpan<char> name = classes[detection.ClassIndex];
        name = name[..Math.Min(name.Length, 40)];
        name.CopyTo(_text);
        int length = name.Length;
        _text[length++] = ' ';
        _ = ((int)MathF.Round(detection.MeanProbability * 100)).TryFormat(_text.AsSpan(length), out int digits, default, CultureInfo.InvariantCulture);
        length += digits;
        " %".CopyTo(_text.AsSpan(length));
        return _text.AsSpan(0, length + 2);
    }
}
