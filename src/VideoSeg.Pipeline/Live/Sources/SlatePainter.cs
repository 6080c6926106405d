using System.Numerics;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Capture;
using VideoSeg.Pipeline.Frames;
using VideoSeg.Pipeline.Overlay;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>
/// Paints slates: near black with dim letters, for dark rooms, in size, format and colours of the video they stand for.
/// Not for two threads at a time.
/// </summary>
internal sealed class SlatePainter : IDisposable
{
    private const int ReasonLines = 4;

    private static readonly VideoStreamInfo Default = new()
    {
        Width = 1280, Height = 720, Format = PixelFormat.Yuv420P, TimeBase = new Rational(1, 90_000), Color = ColorTags.Bt709,
    };

    private static readonly Rgb Ground = new(0.030f, 0.036f, 0.045f);
    private static readonly Rgb Accent = new(0.80f, 0.52f, 0.12f);
    private static readonly Rgb Bright = new(0.62f, 0.64f, 0.66f);
    private static readonly Rgb Dim = new(0.49f, 0.51f, 0.53f);

    private readonly OverlayCanvas _canvas = new();
    private VideoStreamInfo? _video;
    private FrameAllocator? _frames;
    private VideoFrame? _ground;

    /// <summary>Paints one; the caller owns it.</summary>
    /// <param name="text">What it says.</param>
    /// <param name="video">What it stands for; null where nothing is known yet.</param>
    public VideoFrame Paint(SlateText text, VideoStreamInfo? video)
    {
        Prepare(video ?? Default);
        _ground!.AddReference();
        VideoFrame slate = _ground.MakeWritable();
        Draw(slate.Planes, text);
        return slate;
    }

    public void Dispose()
    {
        _ground?.Dispose();
        _frames?.Dispose();
        (_ground, _frames) = (null, null);
    }

    private static bool IsLike(VideoStreamInfo one, VideoStreamInfo other) =>
        (one.Width, one.Height, one.Color, one.SampleAspectRatio) == (other.Width, other.Height, other.Color, other.SampleAspectRatio) && one.Format == other.Format;

    private void Prepare(VideoStreamInfo video)
    {
        if (_video is { } before && IsLike(before, video))
        {
            return;
        }

        Dispose();
        _video = null;
        _frames = new FrameAllocator(video.Width, video.Height, video.Format, Default.TimeBase, video.Color, video.SampleAspectRatio);
        _ground = _frames.Allocate(0, 0);
        ImagePlanes planes = _ground.Planes;
        _canvas.Begin(PixelRectangle.Of(planes));
        _canvas.AddPlate(new Vector2(-4), new Vector2(planes.Width + 4, planes.Height + 4), radius: 1, Ink.Of(Ground, planes), 1);
        _canvas.Render(planes, null);

        // Only now: where something above fails, the next call tries all of it again.
        _video = video;
    }

    private void Draw(in ImagePlanes planes, SlateText text)
    {
        // Letters grow with the picture, but stay legible in a small one.
        float unit = Math.Min(planes.Height, planes.Width * 0.75f);
        float margin = MathF.Round(unit * 0.09f), width = planes.Width - (2 * margin);
        float body = Math.Max(unit * 0.034f, 8.5f), title = body * 1.25f, headline = body * 1.9f, y = 0;
        float fixedHeight = title + (1.9f * headline) + (body * ((1.7f * 2) + 1.4f));
        int fitting = (int)((planes.Height - margin - fixedHeight) / (1.7f * body));
        List<string> reason = SlateLayout.Wrap(text.Reason, Units(width, body), Math.Clamp(fitting, 1, ReasonLines));
        float height = fixedHeight + (body * 1.7f * reason.Count);
        y = Math.Max((planes.Height - height) / 2, margin * 0.5f);

        _canvas.Begin(PixelRectangle.Of(planes));
        y += title;
        Line(planes, text.Title, margin, y, width, title, Bright, 1.5f);
        y += headline * 1.9f;
        Line(planes, text.Headline, margin, y, width, headline, Accent, 1.9f);
        y += body * 0.6f;
        foreach (string line in reason)
        {
            y += body * 1.7f;
            Line(planes, line, margin, y, width, body, Bright, 1.5f);
        }

        y += body * 2.3f;
        Line(planes, text.Since, margin, y, width, body, Dim, 1.5f);
        y += body * 1.7f;
        Line(planes, text.Next, margin, y, width, body, Dim, 1.5f);
        _canvas.Render(planes, null);
    }

    private void Line(in ImagePlanes planes, string text, float x, float baseLine, float width, float capHeight, Rgb color, float weight)
    {
        if (text.Length == 0)
        {
            return;
        }

        float scale = capHeight / StrokeFont.CapHeight;
        _canvas.BeginStrokes(new Stroke(Math.Max(weight * scale, 1.1f), Ink.Of(color, planes), 1, 0, default, 0));
        StrokeFont.Draw(_canvas, SlateLayout.Cut(text, Units(width, capHeight)), new Vector2(x, baseLine), scale, Vector2.UnitX);
    }

    private static float Units(float pixels, float capHeight) => pixels * StrokeFont.CapHeight / capHeight;
}
