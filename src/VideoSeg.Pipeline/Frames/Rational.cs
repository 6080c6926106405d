using System.Runtime.InteropServices;

namespace VideoSeg.Pipeline.Frames;

/// <summary>
/// A fraction: a time base (seconds a tick), a frame rate (frames a second) or an aspect ratio. Not reduced: 1/1000 and 2/2000 differ as values.
/// A denominator or numerator of 0 means "unknown".
/// </summary>
/// <param name="Numerator">The upper part.</param>
/// <param name="Denominator">The lower part.</param>
[StructLayout(LayoutKind.Sequential)]
public readonly record struct Rational(int Numerator, int Denominator)
{
    /// <summary>0/1: not known.</summary>
    public static Rational Unknown => new(0, 1);

    /// <summary>Whether it says anything: both parts are positive.</summary>
    public bool IsKnown => Numerator > 0 && Denominator > 0;

    /// <summary>The quotient; NaN where the denominator is 0.</summary>
    public double Value => Denominator == 0 ? double.NaN : (double)Numerator / Denominator;

    /// <summary>Denominator over numerator.</summary>
    public Rational Inverse => new(Denominator, Numerator);

    /// <summary><paramref name="ticks"/> ticks of this time base, rounded to the nearest 100 ns.</summary>
    /// <exception cref="OverflowException">More than 29,000 years.</exception>
    public TimeSpan ToTimeSpan(long ticks) => new((long)Rescale(ticks, Numerator * (Int128)TimeSpan.TicksPerSecond, Denominator));

    /// <summary><paramref name="ticks"/> of this time base counted in <paramref name="target"/>, rounded to nearest, halves away from zero.</summary>
    public long Rescale(long ticks, Rational target) =>
        (long)Rescale(ticks, (Int128)Numerator * target.Denominator, (Int128)Denominator * target.Numerator);

    /// <inheritdoc/>
    public override string ToString() => $"{Numerator}/{Denominator}";

    private static Int128 Rescale(Int128 value, Int128 numerator, Int128 denominator)
    {
        Int128 product = value * numerator;
        Int128 half = denominator / 2;
        return checked((long)((product >= 0 ? product + half : product - half) / denominator));
    }
}
