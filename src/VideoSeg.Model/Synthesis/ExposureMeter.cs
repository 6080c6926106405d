using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace VideoSeg.Model.Synthesis;

/// <summary>The processor's automatic exposure: looks at a coarse picture and chooses how strong the lamps shine.</summary>
internal sealed class ExposureMeter(ColonScene scene, FieldOfView view, SurfaceShader shader, int width, int height)
{
    private const int Columns = 32;
    private const int Rows = 24;
    private const float TargetBrightness = 0.34f;

    /// <summary>The factor that brings the light seen from <paramref name="pose"/> to a pleasant brightness, most of it below white.</summary>
    public float Measure(in CameraPose pose)
    {
        Span<float> brightness = stackalloc float[Columns * Rows];
        int count = 0;
        Lanes ramp = Vector256.ConvertToSingle(Vector256.Create(0, 1, 2, 3, 4, 5, 6, 7)) + Vector256.Create(0.5f);
        ColonField field = scene.Field.Around(pose.Position);
        Vector3Lanes origin = Vector3Lanes.Create(pose.Position);
        for (int row = 0; row < Rows; row++)
        {
            float y = (row + 0.5f) * height / Rows;
            (int start, int end) = view.Span((int)y, width);
            for (int column = 0; column < Columns && end > start; column += 8)
            {
                Lanes x = (ramp + Vector256.Create((float)column)) * ((float)(end - start) / Columns) + Vector256.Create((float)start);
                Vector3Lanes ray = view.Directions(x, Vector256.Create(y));
                Vector3Lanes direction = pose.ToWorld(ray);
                ulong active = field.Crossed(origin, direction, SurfaceShader.ShadowReach);
                Lanes t = RayMarcher.Trace(field, origin, direction, Vector256.Create(0.5f), active, out Lanes distance);
                Vector3Lanes light = shader.Shade(field, pose, direction, t, distance, active, out _);
                ((light.X * 0.5f) + (light.Y * 0.4f) + (light.Z * 0.1f)).CopyTo(brightness[count..]);
                count += 8;
            }
        }

        return count == 0 ? 1 : Solve(brightness[..count]);
    }

    private static float Solve(ReadOnlySpan<float> brightness)
    {
        float low = 1, high = 1e5f;
        for (int i = 0; i < 24; i++)
        {
            float exposure = MathF.Sqrt(low * high), sum = 0;
            foreach (float value in brightness)
            {
                // What is beyond white counts double: the processor protects the near wall rather than the far lumen.
                float shown = value * exposure;
                sum += MathF.Min(shown, 1.6f) + (0.5f * Math.Clamp(shown - 0.8f, 0, 1));
            }

            (low, high) = sum / brightness.Length > TargetBrightness ? (low, exposure) : (exposure, high);
        }

        return MathF.Sqrt(low * high);
    }
}
