using System.ComponentModel.DataAnnotations;
using VideoSeg.Pipeline.Live.Sources;
using VideoSeg.Pipeline.Overlay;
using VideoSeg.Pipeline.Segment;
using VideoSeg.Pipeline.Tracking;

namespace VideoSeg.Pipeline.Live;

/// <summary>One live stream: where it comes from, and how pictures and masks come together. Its outlets are added apart.</summary>
public sealed record LiveStreamOptions
{
    /// <summary>Name in addresses, logs and metrics: 1 to 64 lower-case letters, digits, hyphens and underscores, beginning with a letter or digit.</summary>
    [Required]
    [RegularExpression("[a-z0-9][a-z0-9_-]{0,63}", ErrorMessage = "Name: expected 1 to 64 lower-case letters, digits, '-' or '_', beginning with a letter or digit")]
    public required string Name { get; init; }

    /// <summary>What people call it. Default: empty, its name.</summary>
    [StringLength(200)]
    public string Title { get; init; } = "";

    /// <summary>Where it comes from.</summary>
    [Required]
    public required LiveSourceOptions Source { get; init; }

    /// <summary>How pictures and masks come together. Default <see cref="DeliveryMode.Latest"/>.</summary>
    [EnumDataType(typeof(DeliveryMode))]
    public DeliveryMode Delivery { get; init; } = DeliveryMode.Latest;

    /// <summary>Age from which a mask is no longer shown; it fades over the last half of it. 20 ms to 5 s. Default 200 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:05", ErrorMessage = "MaxMaskAge: expected 20 ms to 5 s")]
    public TimeSpan MaxMaskAge { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>With <see cref="DeliveryMode.Synchronised"/>: how long each picture waits. 20 ms to 5 s. Default 250 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:05", ErrorMessage = "SynchronisedDelay: expected 20 ms to 5 s")]
    public TimeSpan SynchronisedDelay { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Whose frames the network takes first where it cannot look at those of all streams. Default <see cref="StreamPriority.Normal"/>.</summary>
    [EnumDataType(typeof(StreamPriority))]
    public StreamPriority Priority { get; init; } = StreamPriority.Normal;

    /// <summary>Probability from which a pixel counts as polyp; the weights' own where null. Default null.</summary>
    [Range(0d, 1d, MinimumIsExclusive = true, MaximumIsExclusive = true)]
    public float? Threshold { get; init; }

    /// <summary>
    /// Smallest polyp, as a share (0 to 1) of what is segmented; smaller ones are neither drawn nor told. Where null the weights' own, and where these say
    /// none, that of <see cref="PolypOptions"/>. Default null.
    /// </summary>
    [Range(0d, 1d)]
    public double? MinArea { get; init; }

    /// <summary>
    /// How masks are kept steady. Default: hysteresis alone, and polyps are shown at once; the smoothing and the three frames of recordings would delay them.
    /// </summary>
    public SteadyOptions Steady { get; init; } = new() { Smoothing = 0, ConfirmFrames = 1 };

    /// <summary>What is drawn; a heat map, which cannot be moved along, is drawn as a fill. Default: as <see cref="OverlayOptions"/>.</summary>
    public OverlayOptions Overlay { get; init; } = new();

    /// <summary>Field of view: <c>auto</c> (the default), <c>whole</c>, <c>box:X,Y,WIDTH,HEIGHT</c> or <c>circle:X,Y,RADIUS</c>.</summary>
    public string Field { get; init; } = "auto";

    /// <summary>Whether everything outside the field of view is blanked, in all outputs. Default false.</summary>
    public bool Redact { get; init; }

    /// <summary>Whether frames tell which of their pixels were drawn on (<see cref="LiveFrame.Touched"/>), for measurements; takes a millisecond. Default false.</summary>
    public bool TellsTouched { get; init; }
}
