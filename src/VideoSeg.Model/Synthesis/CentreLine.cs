using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using VideoSeg.Model.Randomness;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace VideoSeg.Model.Synthesis;

/// <summary>
/// The curve the colon follows: x and y as sums of two waves of z, in millimetres. As a function of z it never folds back, which keeps
/// the distance to it cheap, yet it turns enough to hide the lumen ahead.
/// </summary>
internal sealed class CentreLine
{
    private readonly float[] _amplitude = new float[4];
    private readonly float[] _wavenumber = new float[4];
    private readonly float[] _phase = new float[4];

    public CentreLine(float curvature, CounterRandom random)
    {
        float slopes = 0;
        for (int i = 0; i < 4; i++)
        {
            float wavelength = i % 2 == 0 ? random.Range(210, 300) : random.Range(120, 165);
            float slope = curvature * (i % 2 == 0 ? random.Range(0.45f, 0.8f) : random.Range(0.25f, 0.5f));
            _wavenumber[i] = 1 / wavelength;
            // The parabolas' steepest slope is 8 amplitudes a wavelength.
            _amplitude[i] = slope * wavelength / 8;
            _phase[i] = random.NextSingle();
            slopes += slope * slope;
        }

        DistanceScale = 1 / MathF.Sqrt(1 + slopes);
    }

    /// <summary>How much shorter the true distance to the wall may be than the distance within a plane of constant z.</summary>
    public float DistanceScale { get; }

    /// <summary>The point of the curve at <paramref name="z"/>.</summary>
    public Vector3 Point(float z)
    {
        Offset(Vector256.Create(z), out Lanes x, out Lanes y);
        return new(x[0], y[0], z);
    }

    /// <summary>The unit tangent at <paramref name="z"/>, pointing to larger z.</summary>
    public Vector3 Tangent(float z) => Vector3.Normalize(Point(z + 0.5f) - Point(z - 0.5f));

    /// <summary>x and y of the curve at each z.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Offset(Lanes z, out Lanes x, out Lanes y)
    {
        x = (Wave(z, 0) * _amplitude[0]) + (Wave(z, 1) * _amplitude[1]);
        y = (Wave(z, 2) * _amplitude[2]) + (Wave(z, 3) * _amplitude[3]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes Wave(Lanes z, int index) =>
        LaneMath.Wave(LaneMath.MultiplyAdd(z, Vector256.Create(_wavenumber[index]), Vector256.Create(_phase[index])));
}
