using VideoSeg.Pipeline.Capture;

namespace VideoSeg.Pipeline.Live.Sources;

/// <summary>How a live source is, at one moment.</summary>
/// <param name="State">In a word.</param>
/// <param name="Reason">Why, for people; empty where frames come. Holds no password.</param>
/// <param name="Since">Since when frames come, or do not.</param>
/// <param name="Connections">How often it was opened; a recording that begins anew is not counted again.</param>
/// <param name="Video">What comes; null before it was opened. Changes where size, format or fields change in mid-stream.</param>
public sealed record LiveSourceStatus(LiveSourceState State, string Reason, DateTimeOffset Since, int Connections, VideoStreamInfo? Video)
{
    /// <summary>Its address without passwords and keys.</summary>
    public string Address { get; init; } = "";

    /// <summary>When it is tried next; null where it is not being waited for.</summary>
    public DateTimeOffset? NextTry { get; init; }

    /// <summary>How often it could not be opened, broke off or fell silent.</summary>
    public long Faults { get; init; }

    /// <summary>Frames decoded so far, over all connections.</summary>
    public long Frames { get; init; }

    /// <summary>Of these: given up because a newer one came before the receiver was ready.</summary>
    public long DroppedLate { get; init; }

    /// <summary>Of these: handed on although damaged.</summary>
    public long CorruptFrames { get; init; }

    /// <summary>Pieces of data that could not be decoded, or places where the container was damaged; their frames are missing.</summary>
    public long DecodeErrors { get; init; }
}
