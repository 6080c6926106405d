using System.Collections.Immutable;

namespace VideoSeg.Model.Inputs;

/// <summary>
/// The memory layout of a picture, described by component, so that one piece of code can read any of them.
/// Names are FFmpeg's (<c>yuv420p</c>, <c>nv12</c>, <c>rgb24</c>).
/// </summary>
/// <param name="Name">FFmpeg's name of the format.</param>
/// <param name="Model">What the components mean.</param>
/// <param name="ChromaShiftX">log2 of the horizontal chroma subsampling (1 for 4:2:0 and 4:2:2).</param>
/// <param name="ChromaShiftY">log2 of the vertical chroma subsampling (1 for 4:2:0).</param>
/// <param name="Components">Gray: 1; RGB in the order R, G, B; YUV in the order Y, U, V.</param>
public sealed record PixelFormat(
    string Name, ColorModel Model, int ChromaShiftX, int ChromaShiftY, ImmutableArray<PixelComponent> Components)
{
    /// <summary>8-bit R, G, B interleaved: what pictures decoded from files hold.</summary>
    public static PixelFormat Rgb24 { get; } = new("rgb24", ColorModel.Rgb, 0, 0, [new(0, 3, 0, 0, 8), new(0, 3, 1, 0, 8), new(0, 3, 2, 0, 8)]);

    /// <summary>16-bit R, G, B interleaved, little endian.</summary>
    public static PixelFormat Rgb48 { get; } = new("rgb48le", ColorModel.Rgb, 0, 0, [new(0, 6, 0, 0, 16), new(0, 6, 2, 0, 16), new(0, 6, 4, 0, 16)]);

    /// <summary>8-bit luma.</summary>
    public static PixelFormat Gray8 { get; } = new("gray", ColorModel.Gray, 0, 0, [new(0, 1, 0, 0, 8)]);

    /// <summary>16-bit luma, little endian.</summary>
    public static PixelFormat Gray16 { get; } = new("gray16le", ColorModel.Gray, 0, 0, [new(0, 2, 0, 0, 16)]);

    /// <summary>8-bit planar YUV 4:2:0, the format of most video.</summary>
    public static PixelFormat Yuv420P { get; } = PlanarYuv("yuv420p", 1, 1, 8);

    /// <summary>8-bit planar YUV 4:2:2.</summary>
    public static PixelFormat Yuv422P { get; } = PlanarYuv("yuv422p", 1, 0, 8);

    /// <summary>8-bit planar YUV 4:4:4.</summary>
    public static PixelFormat Yuv444P { get; } = PlanarYuv("yuv444p", 0, 0, 8);

    /// <summary>10-bit planar YUV 4:2:0, little endian.</summary>
    public static PixelFormat Yuv420P10 { get; } = PlanarYuv("yuv420p10le", 1, 1, 10);

    /// <summary>8-bit YUV 4:2:0 with interleaved chroma.</summary>
    public static PixelFormat Nv12 { get; } = new("nv12", ColorModel.Yuv, 1, 1, [new(0, 1, 0, 0, 8), new(1, 2, 0, 0, 8), new(1, 2, 1, 0, 8)]);

    /// <summary>Builds a planar YUV format; samples above 8 bits are little-endian words.</summary>
    public static PixelFormat PlanarYuv(string name, int chromaShiftX, int chromaShiftY, int depthBits)
    {
        int step = depthBits > 8 ? 2 : 1;
        return new(name, ColorModel.Yuv, chromaShiftX, chromaShiftY,
            [new(0, step, 0, 0, depthBits), new(1, step, 0, 0, depthBits), new(2, step, 0, 0, depthBits)]);
    }

    /// <summary>Width in samples of component <paramref name="component"/> in a picture <paramref name="width"/> pixels wide.</summary>
    public int ComponentWidth(int component, int width) => IsChroma(component) ? -(-width >> ChromaShiftX) : width;

    /// <summary>Height in samples of component <paramref name="component"/> in a picture <paramref name="height"/> pixels high.</summary>
    public int ComponentHeight(int component, int height) => IsChroma(component) ? -(-height >> ChromaShiftY) : height;

    /// <summary>Whether the component is a (possibly subsampled) colour difference.</summary>
    public bool IsChroma(int component) => Model == ColorModel.Yuv && component is (1 or 2);
}
