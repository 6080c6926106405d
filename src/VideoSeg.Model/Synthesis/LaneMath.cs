using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Lanes = System.Runtime.Intrinsics.Vector256<float>;

namespace VideoSeg.Model.Synthesis;

/// <summary>
/// Functions on eight floats at once. Only exactly rounded operations are used (no reciprocal estimates), so that the
/// pictures are the same on every machine up to the rounding of fused multiply-adds.
/// </summary>
internal static class LaneMath
{
    private const float InverseTwoPi = 1f / MathF.Tau;

    /// <summary>a * b + c.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes MultiplyAdd(Lanes a, Lanes b, Lanes c) => Vector256.MultiplyAddEstimate(a, b, c);

    /// <summary>Sine of an angle in radians; absolute error below 1e-4 for arguments within a few thousand.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Sin(Lanes radians) => SinTurns(radians * InverseTwoPi);

    /// <summary>Cosine of an angle in radians; absolute error below 1e-4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Cos(Lanes radians) => SinTurns((radians * InverseTwoPi) + Vector256.Create(0.25f));

    /// <summary>
    /// A wave much like the sine of an angle in turns, made of parabolas: smooth up to its slope, half the cost, good enough where only
    /// the irregularity counts.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Wave(Lanes turns)
    {
        Lanes phase = turns - Vector256.Floor(turns + Vector256.Create(0.5f));
        return phase * LaneMath.MultiplyAdd(Vector256.Abs(phase), Vector256.Create(-16f), Vector256.Create(8f));
    }

    /// <summary>Angle of (x, y) in turns, in [-0.5, 0.5]; absolute error below 1e-4 turns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes AtanTurns(Lanes y, Lanes x)
    {
        Lanes ax = Vector256.Abs(x), ay = Vector256.Abs(y);
        Lanes ratio = Vector256.MinNative(ax, ay) / Vector256.MaxNative(Vector256.MaxNative(ax, ay), Vector256.Create(1e-20f));
        Lanes squared = ratio * ratio;
        Lanes polynomial = MultiplyAdd(squared, Vector256.Create(-0.0464964749f), Vector256.Create(0.15931422f));
        polynomial = MultiplyAdd(polynomial, squared, Vector256.Create(-0.327622764f));
        Lanes angle = MultiplyAdd(polynomial * squared, ratio, ratio) * InverseTwoPi;
        angle = Vector256.ConditionalSelect(Vector256.GreaterThan(ay, ax), Vector256.Create(0.25f) - angle, angle);
        angle = Vector256.ConditionalSelect(Vector256.LessThan(x, Lanes.Zero), Vector256.Create(0.5f) - angle, angle);
        return Vector256.ConditionalSelect(Vector256.LessThan(y, Lanes.Zero), -angle, angle);
    }

    /// <summary>Clamps to [0, 1].</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Saturate(Lanes value) => Vector256.MinNative(Vector256.MaxNative(value, Lanes.Zero), Lanes.One);

    /// <summary>Linear interpolation from <paramref name="a"/> to <paramref name="b"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes Lerp(Lanes a, Lanes b, Lanes amount) => MultiplyAdd(b - a, amount, a);

    /// <summary>0 below <paramref name="low"/>, 1 above <paramref name="high"/>, a cubic between.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes SmoothStep(float low, float high, Lanes value)
    {
        Lanes t = Saturate((value - Vector256.Create(low)) * (1f / (high - low)));
        return t * t * (Vector256.Create(3f) - (t * 2f));
    }

    /// <summary>The smaller of two distances, rounded over a width of <paramref name="width"/> (quadratic smooth minimum).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes SmoothMin(Lanes a, Lanes b, float width)
    {
        Lanes overlap = Vector256.MaxNative(Vector256.Create(width) - Vector256.Abs(a - b), Lanes.Zero);
        return Vector256.MinNative(a, b) - (overlap * overlap * (0.25f / width));
    }

    /// <summary>e to the power of a non-positive argument; relative error below 1e-3, 0 below -40.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Lanes ExpNegative(Lanes value)
    {
        Lanes scaled = Vector256.MaxNative(value, Vector256.Create(-40f)) * 1.44269504f;
        Lanes whole = Vector256.Floor(scaled);
        Lanes part = scaled - whole;
        Lanes fraction = MultiplyAdd(part, Vector256.Create(0.0790208f), Vector256.Create(0.2241280f));
        fraction = MultiplyAdd(fraction, part, Vector256.Create(0.6967524f));
        fraction = MultiplyAdd(fraction, part, Vector256.Create(0.9998120f));
        Vector256<int> exponent = Vector256.ConvertToInt32Native(whole) + Vector256.Create(127);
        return fraction * (exponent << 23).AsSingle();
    }

    // Quarter-wave reduction and an odd polynomial on [0, 1/4] turn.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes SinTurns(Lanes turns)
    {
        Lanes phase = turns - Vector256.Floor(turns + Vector256.Create(0.5f));
        Lanes magnitude = Vector256.Abs(phase);
        magnitude = Vector256.MinNative(magnitude, Vector256.Create(0.5f) - magnitude);
        Lanes squared = magnitude * magnitude;
        Lanes polynomial = MultiplyAdd(squared, Vector256.Create(-71.9f), Vector256.Create(81.55f));
        polynomial = MultiplyAdd(polynomial, squared, Vector256.Create(-41.3407f));
        polynomial = MultiplyAdd(polynomial, squared, Vector256.Create(6.28318f)) * magnitude;
        return Vector256.ConditionalSelect(Vector256.LessThan(phase, Lanes.Zero), -polynomial, polynomial);
    }
}
