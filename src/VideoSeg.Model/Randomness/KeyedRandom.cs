namespace VideoSeg.Model.Randomness;

/// <summary>
/// A stream of random numbers that belongs to one thing (a seed, an epoch, a sample).
/// As each stream starts from its key alone, a resumed run draws the same numbers without any generator state being saved.
/// </summary>
internal struct KeyedRandom
{
    private ulong _state;

    /// <summary>Starts the stream of the given key.</summary>
    public KeyedRandom(params ReadOnlySpan<int> key)
    {
        foreach (int part in key)
        {
            _state ^= unchecked((uint)part);
            _state = NextUInt64();
        }
    }

    /// <summary>64 random bits.</summary>
    public ulong NextUInt64() => SplitMix64.Next(ref _state);

    /// <summary>Even in [0, 1).</summary>
    public double NextDouble() => SplitMix64.ToDouble(NextUInt64());

    /// <summary>Even in [-limit, limit).</summary>
    public double Within(double limit) => ((2 * NextDouble()) - 1) * limit;

    /// <summary>A factor between 1/(1 + limit) and 1 + limit, even in the logarithm.</summary>
    public double Factor(double limit) => Math.Exp(Within(Math.Log(1 + limit)));

    /// <summary>True with the given probability.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>Even in 0 … count - 1.</summary>
    public int NextInt(int count) => (int)(NextUInt64() % (uint)count);

    /// <summary>Shuffles in place (Fisher and Yates).</summary>
    public void Shuffle<T>(Span<T> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = NextInt(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }
}
