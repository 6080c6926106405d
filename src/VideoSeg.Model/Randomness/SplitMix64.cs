namespace VideoSeg.Model.Randomness;

/// <summary>
/// The generator behind all random numbers of the project (G. Steele, D. Lea, C. Flood, "Fast splittable pseudorandom number generators",
/// OOPSLA 2014): 64 bits of state, equal on every machine. docs/decisions/0003-randomness-is-our-own.md says why it is not the library's.
/// </summary>
internal static class SplitMix64
{
    /// <summary>What the state grows by with each number.</summary>
    public const ulong Increment = 0x9E3779B97F4A7C15;

    /// <summary>The next 64 random bits.</summary>
    public static ulong Next(ref ulong state) => Mix(state += Increment);

    /// <summary>Even in [0, 1), 53 bits, from 64 random bits.</summary>
    public static double ToDouble(ulong bits) => (bits >> 11) * (1.0 / (1UL << 53));

    /// <summary>Stirs 64 bits so that every one of them decides over every other.</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
