using VideoSeg.Model.Inputs;

namespace VideoSeg.Pipeline.Tests.Overlay;

/// <summary>Formats that differ in every way a format can.</summary>
internal static class TestFormats
{
    public static readonly PixelFormat[] All =
    [
        PixelFormat.Yuv420P, PixelFormat.Yuv422P, PixelFormat.Yuv444P, PixelFormat.Yuv420P10, PixelFormat.Nv12, PixelFormat.Gray8,
        PixelFormat.Gray16, PixelFormat.Rgb24, PixelFormat.Rgb48,
        PixelFormat.PlanarYuv("yuv440p", 0, 1, 8), PixelFormat.PlanarYuv("yuv411p", 2, 0, 8), PixelFormat.PlanarYuv("yuv410p", 2, 2, 8),
        PixelFormat.PlanarYuv("yuv422p12le", 1, 0, 12), PixelFormat.PlanarYuv("yuv444p16le", 0, 0, 16),
        new("p010le", ColorModel.Yuv, 1, 1, [new(0, 2, 0, 6, 10), new(1, 4, 0, 6, 10), new(1, 4, 2, 6, 10)]),
        new("yuyv422", ColorModel.Yuv, 1, 0, [new(0, 2, 0, 0, 8), new(0, 4, 1, 0, 8), new(0, 4, 3, 0, 8)]),
        new("gbrp", ColorModel.Rgb, 0, 0, [new(2, 1, 0, 0, 8), new(0, 1, 0, 0, 8), new(1, 1, 0, 0, 8)]),
        new("bgr0", ColorModel.Rgb, 0, 0, [new(0, 4, 2, 0, 8), new(0, 4, 1, 0, 8), new(0, 4, 0, 0, 8)]),
    ];

    public static PixelFormat Named(string name) => All.Single(f => f.Name == name);
}
