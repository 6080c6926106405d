namespace VideoSeg.Model.Training;

/// <summary>Gathers how much of each pixel the classes cover, one class after another, and decides which it belongs to. One thread at a time.</summary>
/// <param name="pixels">Number of pixels.</param>
internal sealed class ClassCoverage(int pixels)
{
    private const float Half = 0.5f;

    private readonly float[] _total = new float[pixels];
    private readonly float[] _most = new float[pixels];
    private readonly byte[] _kind = new byte[pixels];

    /// <summary>Begins another mask.</summary>
    public void Clear()
    {
        Array.Clear(_total);
        Array.Clear(_most);
        Array.Clear(_kind);
    }

    /// <summary>Adds a class.</summary>
    /// <param name="kind">Its number.</param>
    /// <param name="coverage">Its share of each pixel, 0 to 1.</param>
    public void Add(byte kind, ReadOnlySpan<float> coverage)
    {
        for (int i = 0; i < _total.Length; i++)
        {
            _total[i] += coverage[i];
            if (coverage[i] > _most[i])
            {
                (_most[i], _kind[i]) = (coverage[i], kind);
            }
        }
    }

    /// <summary>Writes the number of each pixel's class, or 0 where all classes together cover less than half of it.</summary>
    public void Decide(Span<byte> plane)
    {
        for (int i = 0; i < plane.Length; i++)
        {
            plane[i] = _total[i] >= Half ? _kind[i] : (byte)0;
        }
    }
}
