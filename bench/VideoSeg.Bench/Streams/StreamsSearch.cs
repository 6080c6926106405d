namespace VideoSeg.Bench.Streams;

/// <summary>Looks for the most that holds.</summary>
internal static class StreamsSearch
{
    /// <summary>Share of a rate that is tried after it.</summary>
    private const double NextRate = 0.8;

    private const int MostRates = 8;

    /// <summary>Doubles as long as it holds, then halves what is between: the largest number found that holds; 0 where one does not.</summary>
    /// <param name="most">The largest number to try.</param>
    /// <param name="holds">Tries one.</param>
    public static async Task<int> MostAsync(int most, Func<int, Task<bool>> holds)
    {
        int held = 0, failed = most + 1, next = 1;
        while (next > held && next < failed)
        {
            (held, failed) = await holds(next) ? (next, failed) : (held, next);
            next = failed <= most ? (held + failed) / 2 : Math.Min(held * 2, most);
        }

        return held;
    }

    /// <summary>Lower and lower rates of one feed, until one holds; null where none of a few does.</summary>
    /// <param name="first">The first one to try.</param>
    /// <param name="holds">Tries one.</param>
    public static async Task<double?> RateAsync(double first, Func<double, Task<bool>> holds)
    {
        double rate = first;
        for (int i = 0; i < MostRates; i++, rate *= NextRate)
        {
            if (await holds(rate))
            {
                return rate;
            }
        }

        return null;
    }
}
