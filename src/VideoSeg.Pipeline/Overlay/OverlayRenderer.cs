using System.Numerics;
using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Preprocess;
using VideoSeg.Pipeline.Segment;

namespace VideoSeg.Pipeline.Overlay;

/// <summary>
/// Draws polyps on a picture in host memory, in place, on the planes of whatever format it has. Lines are equally wide everywhere and
/// grow with the picture. Keeps its memory and allocates nothing once it has grown. Not for two threads at a time.
/// </summary>
public sealed class OverlayRenderer
{
    private const float FillOpacity = 0.25f;
    private const float CasingOpacity = 0.55f;

    private readonly OverlayOptions _options;
    private readonly string[] _classes;
    private readonly OverlayCanvas _canvas = new();
    private readonly LabelPainter _labels;
    private readonly ClassPalette _palette;
    private readonly ClassLegend _legend;

    /// <summary>A renderer for networks with the given classes, one name for each probability plane.</summary>
    /// <param name="options">What is drawn.</param>
    /// <param name="classes">The names.</param>
    /// <param name="rotationDegrees">By how much players turn the picture clockwise; labels stand upright after it, to a quarter turn. Default 0.</param>
    /// <param name="colors">The colours of the classes, as <c>#RRGGBB</c>; null or empty for those of this program.</param>
    public OverlayRenderer(OverlayOptions options, IEnumerable<string> classes, double rotationDegrees = 0, IEnumerable<string>? colors = null)
    {
        _options = options;
        _classes = [.. classes];
        _palette = new ClassPalette(colors);
        int quarterTurns = (int)Math.Round(rotationDegrees / 90) & 3;
        _labels = new LabelPainter(_canvas, _classes, _palette, quarterTurns);
        _legend = new ClassLegend(options, _classes, _palette, quarterTurns);
    }

    /// <summary>Whether the names of the classes are written where there is room.</summary>
    public bool DrawsLegend => _legend.IsWanted;

    /// <summary>Whether <see cref="Draw"/> would change the picture.</summary>
    public bool DrawsOn(PolypSet polyps) => _options.Style switch
    {
        OverlayStyle.None => false,
        OverlayStyle.Heatmap => true,
        _ => polyps.Detections.Length > 0 || _legend.IsWanted,
    };

    /// <summary>Draws.</summary>
    /// <param name="picture">The picture, in host memory, which is changed; nothing but the legend is drawn outside its region.</param>
    /// <param name="segmentation">The probabilities, for the heat map; null where none is drawn.</param>
    /// <param name="index">Which picture of the batch.</param>
    /// <param name="polyps">What <see cref="PolypFinder.Find"/> found in it.</param>
    /// <param name="touched">Where it is given: emptied, then told which pixels were drawn on.</param>
    /// <param name="field">The field of view, of the picture's size; outside it nothing is drawn either, but the legend. Null: all of the picture.</param>
    /// <param name="opacity">By how much all but the heat map is to be seen, 0 (not at all) to 1.</param>
    /// <param name="legendField">The field that the legend alone keeps off, where <paramref name="field"/> is not given.</param>
    public void Draw(
        in ImagePlanes picture, Segmentation? segmentation, int index, PolypSet polyps, TouchedMask? touched = null, FieldOfView? field = null, float opacity = 1,
        FieldOfView? legendField = null)
    {
        if (picture.Memory != MemoryKind.Host)
        {
            throw new NotSupportedException("the overlay is drawn on pictures in host memory");
        }

        touched?.Clear(picture.Width, picture.Height);
        if (!DrawsOn(polyps))
        {
            return;
        }

        _canvas.Begin(Limits(picture, field));
        if (_options.Style == OverlayStyle.Heatmap && segmentation is not null)
        {
            _canvas.AddHeatmap(segmentation, index, PixelRectangle.Of(picture));
        }

        AddPolyps(picture, polyps, field, opacity, legendField);
        _canvas.Render(picture, touched, field);
        _legend.Draw(picture, field ?? legendField, touched);
    }

    /// <summary>
    /// Writes down what <see cref="Draw"/> would draw, as a GPU draws it. For a heat map the GPU is told where its probabilities lie; without, it draws the rest.
    /// </summary>
    /// <param name="picture">Its size, format and region count; its samples are not looked at.</param>
    /// <param name="polyps">What was found in it.</param>
    /// <param name="overlay">Receives all but the legend; empty where nothing is drawn.</param>
    /// <param name="legend">Receives the legend, which is drawn after it.</param>
    /// <param name="field">As for <see cref="Draw"/>.</param>
    /// <param name="opacity">As for <see cref="Draw"/>.</param>
    public void Export(
        in ImagePlanes picture, PolypSet polyps, DeviceOverlay overlay, DeviceOverlay legend, FieldOfView? field = null, float opacity = 1)
    {
        overlay.Clear();
        legend.Clear();
        if (!DrawsOn(polyps))
        {
            return;
        }

        _canvas.Begin(Limits(picture, field));
        if (_options.Style == OverlayStyle.Heatmap)
        {
            _canvas.AddHeatmap(PixelRectangle.Of(picture));
        }

        AddPolyps(picture, polyps, field, opacity, legendField: null);
        _canvas.Export(overlay, picture, field);
        _legend.Export(legend, picture, field);
    }

    private static PixelRectangle Limits(in ImagePlanes picture, FieldOfView? field) =>
        field is null ? PixelRectangle.Of(picture) : PixelRectangle.Of(field.Bounds);

    private void AddPolyps(in ImagePlanes picture, PolypSet polyps, FieldOfView? field, float opacity, FieldOfView? legendField)
    {
        float width = Math.Max(Math.Min(picture.Width, picture.Height) / 360f, 1.6f) * _options.LineWidth;
        for (int classIndex = 0; classIndex < _classes.Length; classIndex++)
        {
            AddClass(picture, polyps, classIndex, width, opacity);
        }

        if (_options.Labels)
        {
            _labels.Add(picture, polyps, Limits(picture, field), width, field, opacity, _legend.Plate(picture, field ?? legendField));
        }
    }

    private void AddClass(in ImagePlanes picture, PolypSet polyps, int classIndex, float width, float opacity)
    {
        Ink color = Ink.Of(_palette.Class(classIndex), picture);
        if (_options.Style == OverlayStyle.Fill)
        {
            _canvas.BeginFill(Ink.Of(_palette.Fill(classIndex), picture), FillOpacity * opacity);
            AddRings(polyps, classIndex, inset: 0);
        }

        float casing = Math.Max(width * 0.5f, 0.75f);
        var stroke = new Stroke(width, color, opacity, casing, Ink.Of(OverlayPalette.Casing, picture), CasingOpacity * opacity);
        float inset = (width / 2) + casing;
        _canvas.BeginStrokes(stroke);
        if (_options.Style == OverlayStyle.Box)
        {
            AddBoxes(polyps, classIndex, inset);
        }
        else
        {
            AddRings(polyps, classIndex, inset);
        }
    }

    private void AddRings(PolypSet polyps, int classIndex, float inset)
    {
        foreach (ref readonly Detection detection in polyps.Detections)
        {
            for (int i = 0; detection.ClassIndex == classIndex && i < detection.RingCount; i++)
            {
                _canvas.AddRingInside(polyps.Ring(detection.FirstRing + i), inset);
            }
        }
    }

    /// <summary>Rectangles around the boxes, so far outside that the line does not lie on the polyp.</summary>
    private void AddBoxes(PolypSet polyps, int classIndex, float inset)
    {
        foreach (ref readonly Detection detection in polyps.Detections)
        {
            if (detection.ClassIndex == classIndex)
            {
                PixelRegion box = detection.Box;
                (float left, float top) = (box.X - inset, box.Y - inset);
                (float right, float bottom) = (box.X + box.Width + inset, box.Y + box.Height + inset);
                ReadOnlySpan<Vector2> corners = [new(left, top), new(right, top), new(right, bottom), new(left, bottom)];
                _canvas.AddRingInside(corners, inset);
            }
        }
    }
}
