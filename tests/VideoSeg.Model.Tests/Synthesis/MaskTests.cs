using System.Numerics;
using System.Runtime.Intrinsics;
using VideoSeg.Model.Synthesis;
using Xunit;

namespace VideoSeg.Model.Tests.Synthesis;

public class MaskTests
{
    private const int Width = 96;
    private const int Height = 72;
    private static readonly ParallelOptions s_parallel = new() { MaxDegreeOfParallelism = 1 };

    [Fact]
    public void PolypHits_EveryPixel_AreWhatASlowWalkAlongItsRayMeets()
    {
        ColonScene scene = Scenes.Create(5);
        CameraPose pose = scene.Camera.Pose(scene.FirstVisit());
        LightBuffer light = Trace(scene, pose);
        var view = new FieldOfView(new FieldOfViewOptions(), Width, Height);
        int hits = 0, faults = 0;
        for (int y = 0; y < Height; y += 2)
        {
            (int start, int end) = view.Span(y, Width);
            for (int x = start; x < end; x += 2)
            {
                // The tracer's single ray goes through (0.5, 0.31) of a pixel.
                Vector3Lanes ray = pose.ToWorld(view.Directions(Vector256.Create(x + 0.5f), Vector256.Create(y + 0.31f)));
                bool polyp = Walk(scene.Field, pose.Position, new Vector3(ray.X[0], ray.Y[0], ray.Z[0]));
                hits += polyp ? 1 : 0;
                faults += polyp == (light.PolypHits[(y * light.Stride) + x] == 1) ? 0 : 1;
            }
        }

        Assert.True(hits > 40);
        // Rays that graze an edge may fall on either side.
        Assert.InRange(faults, 0, 3);
    }

    [Fact]
    public void Light_PolypTakenAway_ChangesOnlyInItsNeighbourhood()
    {
        ColonScene scene = Scenes.Create(5);
        CameraPose pose = scene.Camera.Pose(scene.FirstVisit());
        LightBuffer with = Trace(scene, pose), without = Trace(scene.WithoutPolyps(), pose);
        int changedOutside = 0, changedInside = 0, inside = 0;
        for (int y = 0; y < Height; y++)
        {
            for (int x = 0; x < Width; x++)
            {
                int at = (y * with.Stride) + x;
                float change = MathF.Abs(with.Planes[0][at] - without.Planes[0][at]) / MathF.Max(without.Planes[0][at], 1e-6f);
                if (with.PolypHits[at] > 0)
                {
                    inside++;
                    changedInside += change > 0.01f ? 1 : 0;
                }
                else if (change > 0.1f && !NearPolyp(with, x, y, 14))
                {
                    changedOutside++;
                }
            }
        }

        Assert.Equal(0, changedOutside);
        Assert.True(inside > 150 && changedInside > 0.97 * inside);
    }

    private static LightBuffer Trace(ColonScene scene, CameraPose pose)
    {
        var view = new FieldOfView(new FieldOfViewOptions(), Width, Height);
        var light = new LightBuffer(Width, Height);
        new FrameTracer(scene, view, new SurfaceShader(scene, view.RadiansPerPixel)).Trace([pose], light, s_parallel);
        return light;
    }

    // Short steps until something is nearer than a hundredth of a millimetre; then whose surface is nearest?
    private static bool Walk(ColonField field, Vector3 origin, Vector3 direction)
    {
        ColonField near = field.Around(origin);
        for (float t = 0.5f; t < 200;)
        {
            Vector3Lanes point = Vector3Lanes.Create(origin + (direction * t));
            float distance = near.Distance(point, near.All)[0];
            if (distance < 0.02f)
            {
                float wall = near.Wall.Distance(point)[0];
                return near.Polyps.Any(polyp => PolypField.Distance(polyp, point)[0] < wall);
            }

            t += Math.Clamp(0.3f * distance, 0.005f, 0.5f);
        }

        return false;
    }

    private static bool NearPolyp(LightBuffer light, int x, int y, int reach)
    {
        for (int v = Math.Max(0, y - reach); v <= Math.Min(Height - 1, y + reach); v++)
        {
            for (int u = Math.Max(0, x - reach); u <= Math.Min(Width - 1, x + reach); u++)
            {
                if (light.PolypHits[(v * light.Stride) + u] > 0)
                {
                    return true;
                }
            }
        }

        return false;
    }
}
