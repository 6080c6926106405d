using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Pipeline.Monitor;

/// <summary>A window on a display.</summary>
public record MonitorWindowOptions
{
    /// <summary>Number or name of the display. Default 0, the primary one.</summary>
    [Required(ErrorMessage = "Display: expected a number or a name")]
    public string Display { get; init; } = "0";

    /// <summary>X server (<c>:0</c>). Default null: the one that the environment variable <c>DISPLAY</c> names, else Wayland, else KMS.</summary>
    public string? Server { get; init; }

    /// <summary>Whether it covers the whole display, without border or pointer. Default true.</summary>
    public bool FullScreen { get; init; } = true;

    /// <summary>Width of its inside in pixels, where it does not cover the display. 16 to 16384. Default 1280.</summary>
    [Range(16, 16384, ErrorMessage = "Width: expected 16 to 16384")]
    public int Width { get; init; } = 1280;

    /// <summary>Height of its inside in pixels, where it does not cover the display. 16 to 16384. Default 720.</summary>
    [Range(16, 16384, ErrorMessage = "Height: expected 16 to 16384")]
    public int Height { get; init; } = 720;

    /// <summary>What draws. Default <see cref="MonitorRenderer.Auto"/>.</summary>
    [EnumDataType(typeof(MonitorRenderer), ErrorMessage = "Renderer: expected Auto, Software or OpenGL")]
    public MonitorRenderer Renderer { get; init; } = MonitorRenderer.Auto;

    /// <summary>
    /// Whether OpenGL waits for the display before it shows a picture: nothing tears, and up to one period of the display is added to the delay.
    /// Default false.
    /// </summary>
    public bool VerticalSync { get; init; }

    /// <summary>Longest time for the program that owns the window to answer before it is ended. 100 ms to 1 min. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00", ErrorMessage = "AnswerTimeout: expected 100 ms to 1 min")]
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
