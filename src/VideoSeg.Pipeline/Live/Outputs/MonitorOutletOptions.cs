using System.ComponentModel.DataAnnotations;
using VideoSeg.Pipeline.Monitor;

namespace VideoSeg.Pipeline.Live.Outputs;

/// <summary>A display that shows a live stream.</summary>
public sealed record MonitorOutletOptions : MonitorWindowOptions
{
    /// <summary>Which picture is shown. Default <see cref="LiveRendition.Annotated"/>.</summary>
    [EnumDataType(typeof(LiveRendition), ErrorMessage = "Rendition: expected Annotated or Original")]
    public LiveRendition Rendition { get; init; } = LiveRendition.Annotated;

    /// <summary>Whether a window that somebody closed is opened again: what an endoscopist looks at must not stay dark for a key pressed by mistake. Default true.</summary>
    public bool ReopenWhenClosed { get; init; } = true;

    /// <summary>Wait before the window is opened anew, after it was lost; it doubles from try to try. 10 ms to 10 min. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00", ErrorMessage = "ReopenDelay: expected 10 ms to 10 min")]
    public TimeSpan ReopenDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait before a new try. 10 ms to 10 min. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00", ErrorMessage = "MaxReopenDelay: expected 10 ms to 10 min")]
    public TimeSpan MaxReopenDelay { get; init; } = TimeSpan.FromSeconds(10);
}
