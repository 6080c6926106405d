using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Pipeline.Live.Delivery;

/// <summary>How the network that all streams share is watched.</summary>
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
}
