namespace VideoSeg.Model.Synthesis;

/// <summary>
/// Random numbers from a seed, a stream and a counter: number k of a stream is a hash, so that equal seeds give equal numbers
/// on every machine and streams do not disturb each other. The hash is the finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
/// </summary>
internal struct CounterRandom(ulong seed, uint stream)
{
    private readonly ulong _key = Mix(seed ^ Mix(stream + 0x632BE59BD9B4E019UL));
    private ulong _counter;

    /// <summary>The next number, uniform in [0, 1).</summary>
    public float NextSingle() => (Next() >> 40) * (1f / (1 << 24));

    /// <summary>The next number, uniform in [<paramref name="low"/>, <paramref name="high"/>).</summary>
    public float Range(float low, float high) => low + ((high - low) * NextSingle());

    /// <summary>The next number, uniform among 0 to <paramref name="count"/> - 1.</summary>
    public int Integer(int count) => (int)((Next() >> 33) % (ulong)count);

    /// <summary>True with probability <paramref name="probability"/>.</summary>
    public bool Chance(float probability) => NextSingle() < probability;

    /// <summary>The next 64 random bits.</summary>
    public ulong Next() => Mix(_key + (++_counter * 0x9E3779B97F4A7C15UL));

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }
}
