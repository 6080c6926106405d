using System.Collections.Concurrent;

namespace VideoSeg.Host.Service.Logs;

/// <summary>
/// Lets a few messages of a kind pass, then holds back the rest and counts them until a while has gone by. Thread-safe.
/// </summary>
/// <param name="burst">How many pass in a <paramref name="window"/>.</param>
/// <param name="window">The while.</param>
/// <param name="time">The clock.</param>
internal sealed class RepeatLimiter(int burst, TimeSpan window, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Count> _counts = new(StringComparer.Ordinal);

    /// <summary>Whether a message passes. Those that do not come out of <see cref="TakeHeldBack"/>, the last of each kind.</summary>
    public bool Passes(string kind, string message)
    {
        Count count = _counts.GetOrAdd(kind, static (_, now) => new Count { Since = now }, time.GetTimestamp());
        lock (count)
        {
            if (++count.Seen <= burst)
            {
                return true;
            }

            (count.HeldBack, count.Last) = (count.HeldBack + 1, message);
            return false;
        }
    }

    /// <summary>Of each kind whose while is over and that had messages held back: how many, and the last. Begins a new while.</summary>
    public IEnumerable<(string Kind, int Number, string Last)> TakeHeldBack()
    {
        foreach ((string kind, Count count) in _counts)
        {
            lock (count)
            {
                if (time.GetElapsedTime(count.Since) < window)
                {
                    continue;
                }

                if (count.HeldBack == 0)
                {
                    _counts.TryRemove(kind, out _);
                    continue;
                }

                yield return (kind, count.HeldBack, count.Last);
                (count.Since, count.Seen, count.HeldBack) = (time.GetTimestamp(), 0, 0);
            }
        }
    }

    private sealed class Count
    {
        public long Since { get; set; }

        public int Seen { get; set; }

        public int HeldBack { get; set; }

        public string Last { get; set; } = "";
    }
}
