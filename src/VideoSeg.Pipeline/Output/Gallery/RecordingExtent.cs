namespace VideoSeg.Pipeline.Output.Gallery;

/// <summary>What of a recording was looked at, in seconds of its own time.</summary>
/// <param name="Start">Smallest presentation time of a frame.</param>
/// <param name="End">Where the last frame ends.</param>
public readonly record struct RecordingExtent(double Start, double End)
{
    /// <summary>Length in seconds.</summary>
    public double Seconds => End - Start;
}
