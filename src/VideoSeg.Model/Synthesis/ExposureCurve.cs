using System.Collections.Concurrent;

namespace VideoSeg.Model.Synthesis;

/// <summary>Exposure over time: measured at fixed instants, smoothed over about half a second, as a processor's control loop does.</summary>
internal sealed class ExposureCurve(ColonScene scene, ExposureMeter meter)
{
    private const double Interval = 0.2;
    private const int Reach = 2;

    private readonly ConcurrentDictionary<int, float> _logarithms = new();

    /// <summary>The exposure at a time.</summary>
    public float At(double seconds)
    {
        double position = seconds / Interval;
        int centre = (int)Math.Floor(position);
        double sum = 0, weights = 0;
        for (int instant = centre - Reach + 1; instant <= centre + Reach; instant++)
        {
            double away = Math.Abs(position - instant) / Reach, weight = (1 - away) * (1 - away) * (1 + (2 * away));
            sum += weight * _logarithms.GetOrAdd(instant, i => MathF.Log(meter.Measure(scene.Camera.Pose(i * Interval))));
            weights += weight;
        }

        return (float)Math.Exp(sum / weights);
    }
}
