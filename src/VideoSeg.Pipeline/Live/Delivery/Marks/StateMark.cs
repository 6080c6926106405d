using System.Numerics;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Preprocess;

namespace VideoSeg.Pipeline.Live.Delivery.Marks;

/// <summary>
/// Draws how far the marks can be relied on: a disc (active), a triangle (degraded) or a cross (unavailable), and a word. Without colours it says the
/// same. Allocates nothing but where the picture's size or field changes. Not for two threads at a time.
/// </summary>
internal sealed class StateMark
{
    private const float PlateOpacity = 0.75f;

    private static readonly Rgb[] Colors = [new(0.55f, 1f, 0.75f), new(1f, 0.80f, 0.25f), new(1f, 0.45f, 0.40f)];

    private static readonly Vector2[] Disc = [.. Enumerable.Range(0, 20).Select(i => new Vector2(MathF.Cos(i * MathF.Tau / 20), MathF.Sin(i * MathF.Tau / 20)) * 0.45f)];

    private static readonly Vector2[] Triangle = [new(0, -0.42f), new(0.48f, 0.40f), new(-0.48f, 0.40f)];

    private readonly OverlayCanvas _canvas = new();
    private StateMarkPlace? _place;
    private (int Width, int Height, FieldOfView? Field) _placedFor;

    /// <summary>The pixels of the last one drawn; empty before.</summary>
    public PixelRectangle Plate => _place?.Plate ?? default;

    /// <summary>Draws it, wholly within its plate.</summary>
    /// <param name="picture">In host memory; changed.</param>
    /// <param name="field">The field of view, of the picture's size; null where it is not known, or the whole picture.</param>
    /// <param name="state">What it says.</param>
    /// <param name="touched">Where it is given: told which pixels were drawn on.</param>
    public void Draw(in ImagePlanes picture, FieldOfView? field, SegmentationState state, TouchedMask? touched)
    {
        if (_place is null || _placedFor != (picture.Width, picture.Height, field))
        {
            _place = StateMarkPlace.Find(picture.Width, picture.Height, field);
            _placedFor = (picture.Width, picture.Height, field);
        }

        (StateMarkForm form, PixelRectangle plate, _) = _place;
        Ink color = Ink.Of(Colors[(int)state], picture);
        _canvas.Begin(plate);
        _canvas.AddPlate(
            new Vector2(plate.Left, plate.Top), new Vector2(plate.Right, plate.Bottom), form.Padding * 0.7f, Ink.Of(OverlayPalette.Plate, picture), PlateOpacity);
        AddSign(state, form.SignAt(plate), form.CapHeight, color);
        _canvas.BeginStrokes(new Stroke(Math.Max(1.5f * form.Scale, 1.1f), color, 1, 0, default, 0));
        StrokeFont.Draw(_canvas, form.Words[(int)state], form.WordAt(plate), form.Scale, Vector2.UnitX);
        _canvas.Render(picture, touched);
    }

    private void AddSign(SegmentationState state, Vector2 centre, float size, in Ink color)
    {
        float width = Math.Max(size * 0.16f, 1.3f);
        switch (state)
        {
            case SegmentationState.Active:
                _canvas.BeginFill(color, 1);
                _canvas.AddPath(Disc, isClosed: true, centre, size, Vector2.UnitX);
                break;
            case SegmentationState.Degraded:
                _canvas.BeginStrokes(new Stroke(width, color, 1, 0, default, 0));
                _canvas.AddPath(Triangle, isClosed: true, centre, size, Vector2.UnitX);
                break;
            default:
                _canvas.BeginStrokes(new Stroke(width, color, 1, 0, default, 0));
                _canvas.AddPath([new(-0.4f, -0.4f), new(0.4f, 0.4f)], isClosed: false, centre, size, Vector2.UnitX);
                _canvas.AddPath([new(-0.4f, 0.4f), new(0.4f, -0.4f)], isClosed: false, centre, size, Vector2.UnitX);
                break;
        }
    }
}
