using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>Where a live stream is recorded to, and for how long recordings are kept.</summary>
public sealed record RecorderOutletOptions
{
    /// <summary>The folder; made where it is not there. One recorder writes to it for a stream at a time.</summary>
    [Required]
    public required string Folder { get; init; }

    /// <summary>Whether it records from the start on; else from <see cref="RecorderOutlet.StartRecording"/> on. Default true.</summary>
    public bool RecordAtStart { get; init; } = true;

    /// <summary>What the files are. Default <see cref="RecordingContainer.Mp4"/>.</summary>
    [EnumDataType(typeof(RecordingContainer))]
    public RecordingContainer Container { get; init; } = RecordingContainer.Mp4;

    /// <summary>Length of a file; the next one begins with the first key picture behind it. 1 s to 1 day. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00", ErrorMessage = "SegmentDuration: expected 1 s to 1 day")]
    public TimeSpan SegmentDuration { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How much a crash loses of the file being written. 10 ms to 1 min. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:01:00", ErrorMessage = "FragmentDuration: expected 10 ms to 1 min")]
    public TimeSpan FragmentDuration { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Files whose recording began longer ago are deleted. 1 min to 10 years. Default null: none for their age.</summary>
    [Range(typeof(TimeSpan), "00:01:00", "3653.00:00:00", ErrorMessage = "MaxAge: expected 1 min to 10 years")]
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Bytes that the stream's recordings may take altogether; the oldest are deleted first. At least 1,000,000. Default null: any number.</summary>
    [Range(1_000_000L, long.MaxValue)]
    public long? MaxBytes { get; init; }

    /// <summary>Bytes that are to stay free on the disk: with less, recording is suspended until there is a tenth more than that. Default 1,073,741,824 (1 GiB).</summary>
    [Range(0L, long.MaxValue / 2)]
    public long MinFreeBytes { get; init; } = 1L << 30;

    /// <summary>Wait before writing is tried again after it failed, or the disk was full. 10 ms to 10 min. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00", ErrorMessage = "RetryDelay: expected 10 ms to 10 min")]
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Packets of each picture that may wait for the disk. 1 to 100000. Default 600: about ten seconds of sixty frames.</summary>
    [Range(1, 100_000)]
    public int QueueCapacity { get; init; } = 600;
}
