using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>What was found in a live stream, as data.</summary>
public sealed record DetectionsOutletOptions
{
    /// <summary>Whether each polyp's mask is told, as lengths of runs. Default false.</summary>
    public bool Masks { get; init; }

    /// <summary>Folder for files of JSON lines; below it each stream and outlet has a folder of its own. Default null: no files.</summary>
    public string? Folder { get; init; }

    /// <summary>Length in bytes from which another file is begun. 1,000 to 10,000,000,000. Default 64,000,000.</summary>
    [Range(1_000L, 10_000_000_000L, ErrorMessage = "MaxFileBytes: expected 1000 to 10000000000")]
    public long MaxFileBytes { get; init; } = 64_000_000;

    /// <summary>Files kept, the one being written counted; the oldest go. 1 to 100,000. Default 20.</summary>
    [Range(1, 100_000, ErrorMessage = "MaxFiles: expected 1 to 100000")]
    public int MaxFiles { get; init; } = 20;

    /// <summary>Age from which files go, looked at when another is begun. 1 min to 10 years. Default null: any.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3650.00:00:00", ErrorMessage = "MaxAge: expected 1 min to 3650 days")]
    public TimeSpan? MaxAge { get; init; }
}
