using VideoSeg.Model.Inference;
using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Segment;
using VideoSeg.Pipeline.Tests.Overlay;
using VideoSeg.Pipeline.Tests.Segment;
using VideoSeg.Pipeline.Tracking;

namespace VideoSeg.Pipeline.Tests.Tracking;

/// <summary>A textured wall that glides by, and a polyp on it of which each frame's probabilities are told.</summary>
internal sealed class Scene : IDisposable
{
    public const int Side = 352;

    private const int Cells = 88;

    private readonly TestPicture _picture = new(PixelFormat.Gray8, Side, Side, range: ColorRange.Full);
    private readonly SteadyPolyps _steady;

    public Scene(SteadyOptions options, float threshold = 0.5f) => _steady = new SteadyPolyps(new PolypOptions { Threshold = threshold }, options);

    public PolypTracker Tracker => _steady.Tracker;

    public PolypSet Polyps { get; } = new();

    /// <summary>Shows another wall, as after a cut.</summary>
    public bool IsOtherView { get; set; }

    /// <summary>The plane after the last frame.</summary>
    public float[] Plane { get; private set; } = [];

    public void Dispose()
    {
        _steady.Dispose();
        _picture.Dispose();
    }

    /// <summary>Shows a frame: the wall moved by (dx, dy) pixels; polyps at places in pixels, each with its highest probability.</summary>
    public ReadOnlySpan<Detection> Show(double seconds, double dx, double dy, params ReadOnlySpan<(double X, double Y, double Radius, float Peak)> polyps)
    {
        Paint(dx, dy);
        using var masks = new Segmentation(1, 1, Cells, Cells);
        Span<float> plane = masks.Plane(0);
        plane.Clear();
        foreach ((double x, double y, double radius, float peak) in polyps)
        {
            float[] disc = Planes.Disc(Cells, Cells, x * Cells / Side, y * Cells / Side, radius * Cells / Side);
            for (int i = 0; i < disc.Length; i++)
            {
                plane[i] = Math.Max(plane[i], disc[i] * peak);
            }
        }

        _steady.Find(_picture.Planes, seconds, masks, Polyps);
        Plane = plane.ToArray();
        return Polyps.Detections;
    }

    /// <summary>Cells at or above a half in the last frame.</summary>
    public int Area => Plane.Count(p => p >= 0.5f);

    private void Paint(double dx, double dy)
    {
        for (int y = 0; y < Side; y++)
        {
            for (int x = 0; x < Side; x++)
            {
                double u = x - dx, v = y - dy;
                double value = Math.Sin(u * 0.11) + Math.Sin((v * 0.09) + 1) + Math.Sin((u * 0.05) + (v * 0.07)) + Math.Sin((u * 0.021) - (v * 0.15));
                double other = Math.Sin(u * 0.023) + Math.Sin((v * 0.31) + 2) + Math.Sin((u * 0.27) - (v * 0.21)) - Math.Sin((u * 0.04) + (v * 0.03));
                _picture[0, x, y] = (int)(128 + (25 * (IsOtherView ? other : value)));
            }
        }
    }
}
