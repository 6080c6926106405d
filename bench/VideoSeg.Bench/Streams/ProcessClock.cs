using System.Diagnostics;

namespace VideoSeg.Bench.Streams;

/// <summary>How long something takes, and how long this process computes meanwhile.</summary>
internal sealed class ProcessClock : IDisposable
{
    private readonly Process _process = Process.GetCurrentProcess();
    private long _startedAt;
    private TimeSpan _usedBefore;

    /// <summary>From beginning to end.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>Processor time meanwhile, of all threads.</summary>
    public TimeSpan Used { get; private set; }

    /// <summary>It begins.</summary>
    public void Begin() => (_startedAt, _usedBefore) = (Stopwatch.GetTimestamp(), Now());

    /// <summary>It has ended.</summary>
    public void End() => (Elapsed, Used) = (Stopwatch.GetElapsedTime(_startedAt), Now() - _usedBefore);

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();

    private TimeSpan Now()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }
}
