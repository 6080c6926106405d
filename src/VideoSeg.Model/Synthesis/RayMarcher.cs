using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace VideoSeg.Model.Synthesis;

/// <summary>Finds where rays meet a <see cref="ColonField"/>, by sphere tracing.</summary>
internal static class RayMarcher
{
    /// <summary>Rays end here, in millimetres: no light comes back from further away.</summary>
    public const float FarDistance = 230;

    private const int MaxSteps = 96;

    // The field may be steeper than 1 on tilted folds and bumpy polyps.
    private const float Relaxation = 0.87f;

    /// <summary>The distance along each ray to the surface; <see cref="FarDistance"/> or more where there is none.</summary>
    /// <param name="field">The surfaces.</param>
    /// <param name="origin">Where the rays start.</param>
    /// <param name="direction">Their unit directions.</param>
    /// <param name="start">Distances that are known to be free.</param>
    /// <param name="active">The polyps near the rays.</param>
    /// <param name="distance">The field at the points found.</param>
    public static Lanes Trace(
        ColonField field, Vector3Lanes origin, Vector3Lanes direction, Lanes start, ulong active, out Lanes distance)
    {
        Lanes t = start;
        Lanes running = Vector256<int>.AllBitsSet.AsSingle();
        distance = Lanes.Zero;
        for (int step = 0; step < MaxSteps; step++)
        {
            distance = field.Distance(Vector3Lanes.Along(origin, direction, t), active);
            Lanes tolerance = LaneMath.MultiplyAdd(t, Vector256.Create(0.0006f), Vector256.Create(0.01f));
            running &= Vector256.GreaterThan(distance, tolerance) & Vector256.LessThan(t, Vector256.Create(FarDistance));
            if (running.ExtractMostSignificantBits() == 0)
            {
                break;
            }

            t += (distance * Relaxation) & running;
        }

        return t;
    }

    /// <summary>How far cones that widen by <paramref name="spread"/> for each millimetre reach without touching anything.</summary>
    public static Lanes TraceCone(ColonField field, Vector3Lanes origin, Vector3Lanes direction, float spread, ulong active)
    {
        Lanes t = Vector256.Create(0.5f);
        Lanes running = Vector256<int>.AllBitsSet.AsSingle();
        for (int step = 0; step < MaxSteps; step++)
        {
            Lanes free = (field.Distance(Vector3Lanes.Along(origin, direction, t), active) * Relaxation) - (t * spread);
            running &= Vector256.GreaterThan(free, Vector256.Create(0.05f)) & Vector256.LessThan(t, Vector256.Create(FarDistance));
            if (running.ExtractMostSignificantBits() == 0)
            {
                break;
            }

            t += free * (1 / (1 + spread)) & running;
        }

        return t;
    }
}
