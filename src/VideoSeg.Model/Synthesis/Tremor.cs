using System.Numerics;
using VideoSeg.Model.Randomness;

namespace VideoSeg.Model.Synthesis;

/// <summary>An aimless smooth motion in three components: sines of given frequencies with random phases.</summary>
internal sealed class Tremor
{
    private readonly float[] _frequencies;
    private readonly float[] _amplitudes;
    private readonly Vector3[] _phases;

    public Tremor(float[] hertz, float[] amplitudes, CounterRandom random)
    {
        _frequencies = hertz;
        _amplitudes = amplitudes;
        _phases = new Vector3[hertz.Length];
        for (int i = 0; i < hertz.Length; i++)
        {
            _phases[i] = new Vector3(random.NextSingle(), random.NextSingle(), random.NextSingle()) * MathF.Tau;
        }
    }

    /// <summary>The motion at a time.</summary>
    public Vector3 At(double seconds)
    {
        Vector3 sum = default;
        for (int i = 0; i < _frequencies.Length; i++)
        {
            float angle = (float)(Math.Tau * (seconds * _frequencies[i] % 1));
            // The components run at slightly different paces, or the motion would repeat as an ellipse.
            sum += new Vector3(
                MathF.Sin(angle + _phases[i].X), MathF.Sin((angle * 1f) + _phases[i].Y + (0.7f * MathF.Sin(angle * 2))), MathF.Sin(angle + _phases[i].Z))
                * _amplitudes[i];
        }

        return sum;
    }
}
