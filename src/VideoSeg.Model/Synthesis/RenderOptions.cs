using System.ComponentModel.DataAnnotations;

namespace VideoSeg.Model.Synthesis;

/// <summary>How frames are rendered.</summary>
public sealed record RenderOptions
{
    /// <summary>Width of the picture in pixels, 32 to 4096. Default 1280.</summary>
    [Range(32, 4096)]
    public int Width { get; init; } = 1280;

    /// <summary>Height of the picture in pixels, 32 to 4096. Default 720.</summary>
    [Range(32, 4096)]
    public int Height { get; init; } = 720;

    /// <summary>Rays for each pixel, 1 to 16: they smooth edges and, spread over the shutter's time, give motion blur. Default 4.</summary>
    [Range(1, 16)]
    public int SamplesPerPixel { get; init; } = 4;

    /// <summary>How long the shutter is open, in seconds, 0 to 0.1. Default 1/120.</summary>
    [Range(0.0, 0.1)]
    public double Shutter { get; init; } = 1.0 / 120;

    /// <summary>Strength of the sensor's noise, 0 (none) to 3. Default 1.</summary>
    [Range(0.0, 3.0)]
    public double Noise { get; init; } = 1;

    /// <summary>Strength of the processor's edge enhancement, 0 (none) to 2. Default 0.7.</summary>
    [Range(0.0, 2.0)]
    public double Sharpening { get; init; } = 0.7;

    /// <summary>The octagon and the lens.</summary>
    [Required]
    public FieldOfViewOptions FieldOfView { get; init; } = new();

    /// <summary>Threads to render a frame with, 1 to 1024, or 0 for one a core. The picture does not depend on it. Default 0.</summary>
    [Range(0, 1024)]
    public int Threads { get; init; }

    internal ParallelOptions Parallel => new() { MaxDegreeOfParallelism = Threads == 0 ? Environment.ProcessorCount : Threads };
}
