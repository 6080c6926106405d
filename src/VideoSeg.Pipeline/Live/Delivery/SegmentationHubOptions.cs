using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>How the network that all streams share is watched, and how their frames come together in its runs.</summary>
public sealed record SegmentationHubOptions
{
    /// <summary>Longest time for making the network and its first run, on a black picture. Default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00", ErrorMessage = "StartTimeout: expected 100 ms to 1 h")]
    public TimeSpan StartTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Longest time for one run of the network before it counts as hung. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00", ErrorMessage = "HangTimeout: expected 100 ms to 10 min")]
    public TimeSpan HangTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Restarts allowed within <see cref="RestartWindow"/>; after that many the network stays down until somebody asks for it. 0 to 1000. Default 5.</summary>
    [Range(0, 1000)]
    public int MaxRestarts { get; init; } = 5;

    /// <summary>Time over which restarts are counted. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "RestartWindow: expected 1 s to 1 day")]
    public TimeSpan RestartWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Wait before the first restart; it doubles from restart to restart within the window. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00", ErrorMessage = "RestartDelay: expected 10 ms to 10 min")]
    public TimeSpan RestartDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How far the network's threads stand back behind those of the pictures, 0 to 19 as of nice(1), so that a network that computes on all
    /// processors never holds pictures up. Default 10.
    /// </summary>
    [Range(0, 19)]
    public int Niceness { get; init; } = 10;

    /// <summary>Most frames of different streams in one run, 0 to 64; never more than the network takes. Default 0: as many as it takes on a GPU, 1 on processors.</summary>
    [Range(0, 64)]
    public int MaxBatch { get; init; }

    /// <summary>
    /// How long frames may be held back at most, while the network has nothing to do, so that others can join them in its run; 0 to 1 s. They are not held
    /// back where the run is full, or where each stream that gives frames has one waiting. Default 0: never.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:01", ErrorMessage = "BatchDelay: expected 0 s to 1 s")]
    public TimeSpan BatchDelay { get; init; } = TimeSpan.Zero;

    /// <summary>
    /// Time from a frame's decoding within which its masks are to be there, 1 ms to 10 s: a run takes so many frames only as the network, as it was measured, looks
    /// at in the time that is left for them. Default null: as many as wait.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10", ErrorMessage = "LatencyTarget: expected 1 ms to 10 s")]
    public TimeSpan? LatencyTarget { get; init; }
}
