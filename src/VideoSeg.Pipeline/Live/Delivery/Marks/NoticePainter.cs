using System.Numerics;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Preprocess;

namespace VideoSeg.Pipeline.Live.Delivery.Marks;

/// <summary>Puts a few words in the place of a picture. Not for two threads at a time.</summary>
internal sealed class NoticePainter
{
    private readonly OverlayCanvas _canvas = new();

    /// <summary>Makes the whole picture black and writes on it.</summary>
    public void Paint(in ImagePlanes picture, string text)
    {
        Redactor.BlankAll(picture);
        PixelRectangle all = PixelRectangle.Of(picture with { Region = null });
        float scale = Math.Min(Math.Max(Math.Min(all.Width, all.Height) * 0.04f, 9) / StrokeFont.CapHeight, 0.9f * all.Width / StrokeFont.Measure(text));
        _canvas.Begin(all);
        _canvas.BeginStrokes(new Stroke(Math.Max(1.5f * scale, 1), Ink.Of(OverlayPalette.Text(0), picture), 1, 0, default, 0));
        var start = new Vector2((all.Width - (StrokeFont.Measure(text) * scale)) / 2, all.Height / 2f);
        StrokeFont.Draw(_canvas, text, start, scale, Vector2.UnitX);
        _canvas.Render(picture, touched: null);
    }
}
