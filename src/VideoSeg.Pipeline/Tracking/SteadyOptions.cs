using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Pipeline.Tracking;

/// <summary>How masks are kept steady from frame to frame.</summary>
public sealed record SteadyOptions
{
    /// <summary>Whether they are at all. Off: each frame by itself, and polyps have no track. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Share of the frames before, moved along with the picture, in each frame's probabilities; 0 (none) to 0.95. Default 0.6.</summary>
    [Range(0d, 0.95)]
    public float Smoothing { get; init; } = 0.6f;

    /// <summary>
    /// How far below the threshold the probability may fall where there was a polyp in the frame before, 0 to 0.5. Default 0.15.
    /// </summary>
    [Range(0d, 0.5)]
    public float Hysteresis { get; init; } = 0.15f;

    /// <summary>Frames in which a polyp must be seen, within <see cref="MaxGap"/> of each other, before it is shown. Default 3.</summary>
    [Range(1, 100)]
    public int ConfirmFrames { get; init; } = 3;

    /// <summary>Whether to measure how steady masks and tracks are, with and without all this. Takes some milliseconds a frame. Default false.</summary>
    public bool Measure { get; init; }

    /// <summary>Longest loss, in seconds of the recording, after which a polyp that comes back is still the same one. Default 0.5.</summary>
    [Range(0.0, 60.0)]
    public double MaxGap { get; init; } = 0.5;
}
