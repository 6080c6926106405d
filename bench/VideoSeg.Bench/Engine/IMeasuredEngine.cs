namespace VideoSeg.Bench.Engine;

/// <summary>An engine in a process of its own, with a network and a batch of pictures in its memory, ready to run.</summary>
internal interface IMeasuredEngine : IDisposable
{
    /// <summary>What it is, with its version, for people.</summary>
    string Description { get; }

    /// <summary>Largest resident memory of its process so far, in millions of bytes.</summary>
    double PeakMegabytes { get; }

    /// <summary>Runs the batch once.</summary>
    /// <returns>The time in the network, told by the engine's own process: nothing that passes between the processes is in it.</returns>
    Task<TimeSpan> RunAsync(CancellationToken cancellationToken);
}
