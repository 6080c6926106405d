using VideoSeg.Model.Inputs;
using VideoSeg.Model.Torch;

namespace VideoSeg.Model.Cuda;

/// <summary>What is drawn on a picture: addresses in the memory of the GPU. It owns nothing.</summary>
public readonly record struct CudaOverlay
{
    /// <summary><see cref="DeviceLayer"/>s, from bottom to top, and how many.</summary>
    public (nint Address, int Count) Layers { get; init; }

    /// <summary><see cref="DevicePath"/>s, and how many.</summary>
    public (nint Address, int Count) Paths { get; init; }

    /// <summary>Points of two floats, x and y in pixels, and how many.</summary>
    public (nint Address, int Count) Points { get; init; }

    /// <summary>Of each row of the picture the first pixel that may be drawn on and the first one behind it, as ints; 0 for all.</summary>
    public nint Rows { get; init; }

    /// <summary>Probabilities of a heat map: planes one after the other; 0 for none.</summary>
    public nint Probabilities { get; init; }

    /// <summary>Their type: f32 or f16.</summary>
    public ScalarType ProbabilityType { get; init; }

    /// <summary>How many planes, and their size in cells.</summary>
    public (int Count, int Width, int Height) Planes { get; init; }

    /// <summary>The rectangle around all layers, within the picture.</summary>
    public PixelRegion Bounds { get; init; }
}
