using System.Text;

namespace VideoSeg.Model.Randomness;

/// <summary>A stream of random numbers that belongs to a seed and a name.</summary>
internal struct NamedRandom
{
    private ulong _state;

    /// <summary>Starts the stream.</summary>
    public NamedRandom(ulong seed, string name)
    {
        // FNV-1a over the name: string.GetHashCode differs from run to run.
        ulong hash = 14695981039346656037;
        foreach (byte b in Encoding.UTF8.GetBytes(name))
        {
            hash = (hash ^ b) * 1099511628211;
        }

        ulong start = seed;
        _state = SplitMix64.Next(ref start) ^ hash;
    }

    /// <summary>Even in [0, 1), 53 bits.</summary>
    public double NextDouble() => SplitMix64.ToDouble(SplitMix64.Next(ref _state));
}
