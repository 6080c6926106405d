using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using VideoSeg.Model.Randomness;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace VideoSeg.Model.Synthesis;

/// <summary>
/// The colon's wall as a distance field: a curving tube of rounded triangular cross-section, bulging into haustra between semilunar
/// folds. Distances are in millimetres, positive in the lumen, never larger than about 1.2 times the true ones.
/// </summary>
internal sealed class WallField
{
    // Beyond the folds beside it a point may meet others; no step may be longer than the way to them.
    private readonly float _longestStep;
    private readonly float _spacing;
    private readonly float _radius;
    private readonly float _triangleCos;
    private readonly float _triangleSin;
    private readonly float[] _phase = new float[3];
    private readonly Fold[] _folds;

    public WallField(ColonOptions options, float length, CounterRandom random)
    {
        Line = new CentreLine((float)options.Curvature, new CounterRandom(random.Next(), 1));
        _radius = (float)options.LumenRadius;
        _spacing = (float)options.FoldSpacing;
        _longestStep = 0.5f * _spacing;
        float triangle = random.Range(0.05f, 0.11f), turn = random.Range(0, MathF.Tau);
        (_triangleCos, _triangleSin) = (triangle * MathF.Cos(turn), triangle * MathF.Sin(turn));
        for (int i = 0; i < _phase.Length; i++)
        {
            _phase[i] = random.NextSingle();
        }

        _folds = new Fold[(int)MathF.Ceiling(length / _spacing) + 2];
        float side = random.Range(0, MathF.Tau);
        for (int i = 0; i < _folds.Length; i++)
        {
            // Folds alternate between the three sides of the tube, more or less.
            side += (MathF.Tau / 3) + random.Range(-0.7f, 0.7f);
            _folds[i] = MakeFold(i, side, (float)options.FoldDepth * _radius, ref random);
        }
    }

    /// <summary>The centre line.</summary>
    public CentreLine Line { get; }

    /// <summary>Mean radius of the tube.</summary>
    public float Radius => _radius;

    /// <summary>The folds, by rising z.</summary>
    public ReadOnlySpan<Fold> Folds => _folds;

    /// <summary>The distance from each point to the wall.</summary>
    public Lanes Distance(Vector3Lanes point)
    {
        Line.Offset(point.Z, out Lanes lineX, out Lanes lineY);
        Lanes x = point.X - lineX, y = point.Y - lineY;
        Lanes squared = LaneMath.MultiplyAdd(x, x, LaneMath.MultiplyAdd(y, y, Vector256.Create(1e-4f)));
        Lanes r = Vector256.Sqrt(squared);
        Lanes cos = x / r, sin = y / r;
        Lanes cos3 = cos * ((cos * cos * 4f) - Vector256.Create(3f)), sin3 = sin * (Vector256.Create(3f) - (sin * sin * 4f));

        // Irregular swellings: waves that bend one another.
        Lanes slow = LaneMath.Wave((point.Z * 0.0132f) + (x * 0.0119f) + Vector256.Create(_phase[0]));
        Lanes middle = LaneMath.Wave((y * 0.0175f) - (point.Z * 0.0191f) + (slow * 0.22f) + Vector256.Create(_phase[1]));
        Lanes quick = LaneMath.Wave((x * 0.0430f) + (point.Z * 0.0366f) - (y * 0.0191f) + (middle * 0.24f) + Vector256.Create(_phase[2]));
        Lanes swell = LaneMath.MultiplyAdd(quick, Vector256.Create(0.85f), (slow + middle) * 1.3f);
        Lanes triangle = LaneMath.MultiplyAdd(cos3, Vector256.Create(_triangleCos), sin3 * _triangleSin) * LaneMath.Saturate(squared * (1 / (_radius * _radius)));
        Lanes tube = Vector256.Create(_radius) + (triangle * _radius) + swell - r;
        Lanes folds = FoldDistance(x, y, point.Z, LaneMath.MultiplyAdd(triangle, Vector256.Create(_radius * 1.3f), swell * 0.7f));
        Lanes distance = LaneMath.SmoothMin(tube, folds, 8f);
        return Vector256.MinNative(distance * Line.DistanceScale, Vector256.Create(_longestStep));
    }

    // The two folds beside each point. Lanes in different cells are done cell by cell: neighbouring pixels rarely differ.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Lanes FoldDistance(Lanes x, Lanes y, Lanes z, Lanes widening)
    {
        Lanes cells = Vector256.Floor(z * (1 / _spacing));
        cells = Vector256.MinNative(Vector256.MaxNative(cells, Lanes.Zero), Vector256.Create((float)(_folds.Length - 2)));
        uint rest = 0xFF;
        Lanes result = Lanes.Zero;
        while (rest != 0)
        {
            float cell = cells[System.Numerics.BitOperations.TrailingZeroCount(rest)];
            Lanes here = Vector256.Equals(cells, Vector256.Create(cell));
            Lanes pair = LaneMath.SmoothMin(
                Distance(_folds[(int)cell], x, y, z, widening), Distance(_folds[(int)cell + 1], x, y, z, widening), 8f);
            result = Vector256.ConditionalSelect(here, pair, result);
            rest &= ~here.ExtractMostSignificantBits();
        }

        return result;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes Distance(in Fold fold, Lanes x, Lanes y, Lanes z, Lanes widening)
    {
        Lanes fromX = x - Vector256.Create(fold.OpeningX), fromY = y - Vector256.Create(fold.OpeningY);
        Lanes inside = Vector256.Create(fold.OpeningRadius) - Vector256.Sqrt(LaneMath.MultiplyAdd(fromX, fromX, fromY * fromY));
        Lanes wave = LaneMath.Wave((x * fold.WaveX) + (y * fold.WaveY) + Vector256.Create(fold.WavePhase)) * fold.WaveHeight;
        Lanes along = z - Vector256.Create(fold.Z) - (x * fold.TiltX) - (y * fold.TiltY) - wave;
        inside += (wave * 0.7f) + widening;
        Lanes open = Vector256.MaxNative(inside, Lanes.Zero), closed = Vector256.MinNative(inside, Lanes.Zero);
        return Vector256.Sqrt(LaneMath.MultiplyAdd(open, open, along * along)) - Vector256.Create(fold.HalfThickness) + (closed * 0.16f);
    }

    private Fold MakeFold(int index, float side, float depth, ref CounterRandom random)
    {
        depth *= random.Range(0.55f, 1.25f);
        float far = random.Range(-0.15f, 1.1f) * depth;
        float flatten = random.Range(0, 0.35f) * _radius;
        float shift = ((far + depth) / 2) + flatten;
        float tilt = random.Range(-0.16f, 0.16f), tiltTurn = random.Range(0, MathF.Tau);
        float wave = random.Range(0.016f, 0.038f), waveTurn = side + random.Range(1.1f, 2f);
        return new Fold(
            (index + random.Range(-0.2f, 0.2f)) * _spacing,
            -shift * MathF.Cos(side), -shift * MathF.Sin(side), _radius + ((far - depth) / 2) + flatten,
            random.Range(1.4f, 2.9f), tilt * MathF.Cos(tiltTurn), tilt * MathF.Sin(tiltTurn),
            wave * MathF.Cos(waveTurn), wave * MathF.Sin(waveTurn), random.NextSingle(), random.Range(0.2f, 1.1f));
    }
}
