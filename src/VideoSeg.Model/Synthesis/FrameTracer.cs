using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace VideoSeg.Model.Synthesis;

/// <summary>Sends the rays of a frame: tiles of 8 x 8 pixels first as cones, to skip the empty lumen, then the pixels' own rays.</summary>
internal sealed class FrameTracer(ColonScene scene, FieldOfView view, SurfaceShader shader)
{
    private const int Tile = 8;

    private static readonly Lanes s_ramp = Vector256.Create(0f, 1, 2, 3, 4, 5, 6, 7);

    /// <summary>Adds up the light of one ray for each pixel and pose; the planes hold the sums.</summary>
    public void Trace(CameraPose[] poses, LightBuffer light, ParallelOptions parallel)
    {
        ColonField field = scene.Field.Around(poses[0].Position);
        Parallel.For(0, (light.Height + Tile - 1) / Tile, parallel, band => TraceBand(field, poses, light, band * Tile));
    }

    [SkipLocalsInit]
    private void TraceBand(ColonField field, CameraPose[] poses, LightBuffer light, int top)
    {
        int bottom = Math.Min(top + Tile, light.Height), start = light.Width, end = 0;
        for (int y = top; y < bottom; y++)
        {
            (int first, int past) = view.Span(y, light.Width);
            (start, end) = past > first ? (Math.Min(start, first), Math.Max(end, past)) : (start, end);
            foreach (float[] plane in light.Planes)
            {
                plane.AsSpan(y * light.Stride, light.Stride).Clear();
            }

            light.PolypHits.AsSpan(y * light.Stride, light.Stride).Clear();
        }

        Span<float> starts = stackalloc float[(Math.Max(0, end - start) / Tile) + Tile];
        for (int i = 0; i < poses.Length && start < end; i++)
        {
            TraceCones(field, poses[i], start, end, top, starts);
            // A rank-1 lattice: every number of rays covers the pixel evenly in both directions.
            float offsetX = (i + 0.5f) / poses.Length, offsetY = ((i * 0.618034f) + 0.31f) % 1;
            for (int y = top; y < bottom; y++)
            {
                (int first, int past) = view.Span(y, light.Width);
                for (int x = start; x < past; x += Tile)
                {
                    if (x + Tile > first)
                    {
                        TracePixels(field, poses[i], x, x + offsetX, y + offsetY, starts[(x - start) / Tile], light, y);
                    }
                }
            }
        }
    }

    private void TraceCones(ColonField field, in CameraPose pose, int start, int end, int top, Span<float> starts)
    {
        float spread = view.RadiansPerPixel * Tile * 0.75f;
        Vector3Lanes origin = Vector3Lanes.Create(pose.Position);
        for (int x = start, index = 0; x < end; x += Tile * 8, index += 8)
        {
            Lanes centres = ((s_ramp + Vector256.Create(0.5f)) * Tile) + Vector256.Create((float)x);
            Vector3Lanes direction = pose.ToWorld(view.Directions(centres, Vector256.Create(top + (Tile * 0.5f))));
            RayMarcher.TraceCone(field, origin, direction, spread, field.All).CopyTo(starts[index..]);
        }
    }

    private void TracePixels(
        ColonField field, in CameraPose pose, int x, float sampleX, float sampleY, float start, LightBuffer light, int y)
    {
        Vector3Lanes origin = Vector3Lanes.Create(pose.Position);
        Vector3Lanes direction = pose.ToWorld(view.Directions(s_ramp + Vector256.Create(sampleX), Vector256.Create(sampleY)));
        ulong active = field.Crossed(origin, direction, SurfaceShader.ShadowReach);
        Lanes t = RayMarcher.Trace(field, origin, direction, Vector256.Create(start), active, out Lanes distance);
        Vector3Lanes color = shader.Shade(field, pose, direction, t, distance, active, out Lanes polyp);
        nuint at = (nuint)((y * light.Stride) + x);
        Add(light.Planes[0], at, color.X);
        Add(light.Planes[1], at, color.Y);
        Add(light.Planes[2], at, color.Z);
        Add(light.PolypHits, at, Lanes.One & polyp);
    }

    private static void Add(float[] plane, nuint at, Lanes value) =>
        (Vector256.LoadUnsafe(ref plane[0], at) + value).StoreUnsafe(ref plane[0], at);
}
