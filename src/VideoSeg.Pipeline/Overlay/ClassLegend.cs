using System.Numerics;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Preprocess;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>
/// Writes the names of a network's classes in their colours, outside the field of view where there is one. Allocates nothing but where the picture's size or field
/// changes. Not for two threads at a time.
/// </summary>
/// <param name="options">Whether it is wanted.</param>
/// <param name="classes">A name for each class.</param>
/// <param name="palette">Their colours.</param>
/// <param name="quarterTurns">How often players turn the picture clockwise by 90 degrees, 0 to 3; it is read upright after it.</param>
internal sealed class ClassLegend(OverlayOptions options, IEnumerable<string> classes, ClassPalette palette, int quarterTurns = 0)
{
    /// <summary>Classes beyond these are left out, and longer names are cut.</summary>
    private const int MaximumClasses = 8, MaximumLetters = 40;

    private const float PlateOpacity = 0.75f;

    private static readonly Vector2[] Square = [new(-0.5f, -0.5f), new(0.5f, -0.5f), new(0.5f, 0.5f), new(-0.5f, 0.5f)];

    private readonly Vector2 _axis = quarterTurns switch { 1 => -Vector2.UnitY, 2 => -Vector2.UnitX, 3 => Vector2.UnitY, _ => Vector2.UnitX };
    private readonly string[] _names = [.. classes.Take(MaximumClasses).Select(name => name.Length > MaximumLetters ? name[..MaximumLetters] : name)];
    private readonly OverlayCanvas _canvas = new();
    private LegendPlace? _place;
    private (int Width, int Height, FieldOfView? Field, PixelRectangle Taken) _placedFor = (-1, -1, null, default);

    /// <summary>Whether it is drawn on pictures that have room for it.</summary>
    public bool IsWanted { get; } = options.Style != OverlayStyle.None && (options.Legend == LegendMode.On || (options.Legend == LegendMode.Auto && classes.Skip(1).Any()));

    /// <summary>The pixels of its plate; empty where it is not drawn.</summary>
    /// <param name="picture">As for <see cref="Draw"/>.</param>
    /// <param name="field">Likewise.</param>
    public PixelRectangle Plate(in ImagePlanes picture, FieldOfView? field) => PlaceIn(picture, field, default)?.Plate ?? default;

    /// <summary>Draws it, where it is wanted and has room, wholly within its plate.</summary>
    /// <param name="picture">In host memory; changed.</param>
    /// <param name="field">The field of view, of the picture's size; null where it is not known, or the whole picture.</param>
    /// <param name="touched">Where it is given: told which pixels were drawn on.</param>
    /// <param name="taken">Where something else stands.</param>
    public void Draw(in ImagePlanes picture, FieldOfView? field, TouchedMask? touched, in PixelRectangle taken = default)
    {
        if (TryCompose(picture, field, taken))
        {
            _canvas.Render(picture, touched);
        }
    }

    /// <summary>Writes down what <see cref="Draw"/> would draw, as a GPU draws it.</summary>
    public void Export(DeviceOverlay overlay, in ImagePlanes picture, FieldOfView? field)
    {
        if (TryCompose(picture, field, default))
        {
            _canvas.Export(overlay, picture);
        }
    }

    private bool TryCompose(in ImagePlanes picture, FieldOfView? field, in PixelRectangle taken)
    {
        if (PlaceIn(picture, field, taken) is not { Form: { } form, Plate: var plate })
        {
            return false;
        }

        _canvas.Begin(plate);
        _canvas.AddPlate(
            new Vector2(plate.Left, plate.Top), new Vector2(plate.Right, plate.Bottom), form.Padding * 0.5f, Ink.Of(OverlayPalette.Plate, picture), PlateOpacity);
        Vector2 down = new(-_axis.Y, _axis.X), centre = new Vector2(plate.Left + plate.Right, plate.Top + plate.Bottom) / 2;
        Vector2 origin = centre - (form.Width / 2f * _axis) - (form.Height / 2f * down);
        for (int i = 0; i < _names.Length; i++)
        {
            (float x, float y) = form.At(i);
            float half = form.CapHeight / 2;
            _canvas.BeginFill(Ink.Of(palette.Class(i), picture), 1);
            _canvas.AddPath(Square, isClosed: true, origin + ((x + half) * _axis) + ((y + half) * down), form.CapHeight, _axis);
            _canvas.BeginStrokes(new Stroke(Math.Max(1.5f * form.Scale, 1.1f), Ink.Of(palette.Text(i), picture), 1, 0, default, 0));
            StrokeFont.Draw(_canvas, _names[i], origin + ((x + (1.6f * form.CapHeight)) * _axis) + ((y + form.CapHeight) * down), form.Scale, _axis);
        }

        return true;
    }

    private LegendPlace? PlaceIn(in ImagePlanes picture, FieldOfView? field, in PixelRectangle taken)
    {
        if (IsWanted && _placedFor != (picture.Width, picture.Height, field, taken))
        {
            _place = LegendPlace.Find(picture.Width, picture.Height, _names, field, quarterTurns % 2 != 0, taken);
            _placedFor = (picture.Width, picture.Height, field, taken);
        }

        return IsWanted ? _place : null;
    }
}
