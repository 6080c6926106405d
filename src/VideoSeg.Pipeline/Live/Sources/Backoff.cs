namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>
/// How long to wait before the next try: twice as long as before, up to a limit, and drawn at random around that, so that many who lost the same
/// peer do not come back in the same moment. Begins anew once something has lasted for a while. Not for two threads at a time.
/// </summary>
internal sealed class Backoff
{
    /// <summary>How far a wait may lie beside the nominal one: between 0.75 and 1.25 times.</summary>
    public const double Jitter = 0.25;

    private readonly TimeSpan _first;
    private readonly TimeSpan _longest;
    private readonly TimeSpan _stable;
    private readonly Func<double> _random;
    private int _tries;

    /// <summary>A wait that has not begun.</summary>
    /// <param name="first">The first one.</param>
    /// <param name="longest">No wait is longer, jitter included.</param>
    /// <param name="stable">What lasted so long makes the next wait a first one.</param>
    /// <param name="random">Numbers in [0, 1).</param>
    public Backoff(TimeSpan first, TimeSpan longest, TimeSpan stable, Func<double> random) =>
        (_first, _longest, _stable, _random) = (first, longest, stable, random);

    /// <summary>The next wait.</summary>
    /// <param name="lasted">How long it went well before this try was needed; zero where it did not go at all.</param>
    public TimeSpan Next(TimeSpan lasted)
    {
        _tries = lasted >= _stable ? 0 : _tries;
        double nominal = Math.Min(_first.TotalSeconds * Math.Pow(2, _tries), _longest.TotalSeconds);
        _tries = Math.Min(_tries + 1, 30);
        double factor = 1 + (Jitter * ((2 * _random()) - 1));
        return TimeSpan.FromSeconds(Math.Min(nominal * factor, _longest.TotalSeconds));
    }
}
