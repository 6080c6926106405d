namespace VideoSeg.Host.Web;

/// <summary>How many may watch at once, by whatever way. Thread-safe.</summary>
internal sealed class ViewerSeats
{
    /// <summary>So many.</summary>
    public const int Most = 256;

    private int _taken;

    /// <summary>A place among them, given back by disposal; null where all are taken.</summary>
    public Seat? TryTake()
    {
        if (Interlocked.Increment(ref _taken) <= Most)
        {
            return new Seat(this);
        }

        Interlocked.Decrement(ref _taken);
        return null;
    }

    /// <summary>One viewer's place.</summary>
    public sealed class Seat(ViewerSeats owner) : IDisposable
    {
        private int _isGone;

        /// <inheritdoc/>
        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isGone, 1) == 0)
            {
                Interlocked.Decrement(ref owner._taken);
            }
        }
    }
}
