using System.Runtime.Intrinsics;
using VideoSeg.Model.Images;
using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Synthesis;

/// <summary>
/// Renders the frames of a scene: what the endoscope's processor would show at a time, and which pixels show a polyp.
/// A frame depends on scene, options and time alone, never on the frames before it or on the number of threads.
/// Not thread-safe (it reuses its buffers); several renderers may share a scene.
/// </summary>
public sealed class ColonRenderer
{
    private readonly ColonScene _scene;
    private readonly RenderOptions _options;
    private readonly FieldOfView _view;
    private readonly LightBuffer _light;
    private readonly FrameTracer _tracer;
    private readonly ExposureCurve _exposure;
    private readonly CameraSensor _sensor;

    /// <summary>Prepares to render frames of <paramref name="scene"/>.</summary>
    /// <exception cref="VideoSegException">An option is out of its range (<see cref="FaultKind.Usage"/>).</exception>
    public ColonRenderer(ColonScene scene, RenderOptions options)
    {
        OptionsCheck.Validate(options, options.FieldOfView);
        _scene = scene;
        _options = options;
        _view = new FieldOfView(options.FieldOfView, options.Width, options.Height);
        _light = new LightBuffer(options.Width, options.Height);
        var shader = new SurfaceShader(scene, _view.RadiansPerPixel);
        _tracer = new FrameTracer(scene, _view, shader);
        _exposure = new ExposureCurve(scene, new ExposureMeter(scene, _view, shader, options.Width, options.Height));
        _sensor = new CameraSensor(options, _view);
    }

    /// <summary>Renders the frame at <paramref name="seconds"/>.</summary>
    public RenderedFrame Render(double seconds)
    {
        var picture = new Picture(_options.Width, _options.Height, PixelFormat.Rgb24);
        var mask = new Picture(_options.Width, _options.Height, PixelFormat.Gray8);
        Render(seconds, picture, mask);
        return new RenderedFrame(picture, mask);
    }

    /// <summary>Renders the frame at <paramref name="seconds"/> into an <c>rgb24</c> picture and a <c>gray</c> mask of the renderer's size.</summary>
    public void Render(double seconds, Picture picture, Picture mask)
    {
        var poses = new CameraPose[_options.SamplesPerPixel];
        for (int i = 0; i < poses.Length; i++)
        {
            poses[i] = _scene.Camera.Pose(seconds + (_options.Shutter * (((i + 0.5) / poses.Length) - 0.5)));
        }

        _tracer.Trace(poses, _light, _options.Parallel);
        _sensor.Develop(_light, _exposure.At(seconds) / poses.Length, (ulong)Math.Round(seconds * 90_000) ^ _scene.Seed, picture);
        WriteMask(mask);
    }

    private void WriteMask(Picture mask)
    {
        float half = _options.SamplesPerPixel * 0.5f;
        for (int y = 0; y < mask.Height; y++)
        {
            Span<byte> row = mask.Data.AsSpan(y * mask.StrideBytes, mask.Width);
            row.Clear();
            (int start, int end) = _view.Span(y, mask.Width);
            for (int x = start; x < end; x++)
            {
                if (_light.PolypHits[(y * _light.Stride) + x] >= half && _view.Coverage(x, y) >= 0.5f)
                {
                    row[x] = 255;
                }
            }
        }
    }
}
