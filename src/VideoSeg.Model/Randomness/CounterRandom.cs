namespace VideoSeg.Model.Randomness;

/// <summary>
/// Random numbers from a seed, a stream and a counter: number k of a stream is a hash, so that equal seeds give equal numbers
/// on every machine and streams do not disturb each other.
/// </summary>
internal struct CounterRandom(ulong seed, uint stream)
{
    private readonly ulong _key = SplitMix64.Mix(seed ^ SplitMix64.Mix(stream + 0x632BE59BD9B4E019UL));
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
    public ulong Next() => SplitMix64.Mix(_key + (++_counter * SplitMix64.Increment));
}
