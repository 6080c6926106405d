using VideoSeg.Model.Inputs;

namespace VideoSeg.Model.Tests.Inputs;

/// <summary>Layouts beyond those that <see cref="PixelFormat"/> names, as FFmpeg describes them.</summary>
internal static class TestFormats
{
    public static readonly PixelFormat Bgr0 = new("bgr0", ColorModel.Rgb, 0, 0, [new(0, 4, 2, 0, 8), new(0, 4, 1, 0, 8), new(0, 4, 0, 0, 8)]);
    public static readonly PixelFormat Gbrp = new("gbrp", ColorModel.Rgb, 0, 0, [new(2, 1, 0, 0, 8), new(0, 1, 0, 0, 8), new(1, 1, 0, 0, 8)]);
    public static readonly PixelFormat Gbrp12 = new("gbrp12le", ColorModel.Rgb, 0, 0, [new(2, 2, 0, 0, 12), new(0, 2, 0, 0, 12), new(1, 2, 0, 0, 12)]);
    public static readonly PixelFormat P010 = new("p010le", ColorModel.Yuv, 1, 1, [new(0, 2, 0, 6, 10), new(1, 4, 0, 6, 10), new(1, 4, 2, 6, 10)]);
    public static readonly PixelFormat Yuyv422 = new("yuyv422", ColorModel.Yuv, 1, 0, [new(0, 2, 0, 0, 8), new(0, 4, 1, 0, 8), new(0, 4, 3, 0, 8)]);
    public static readonly PixelFormat Uyvy422 = new("uyvy422", ColorModel.Yuv, 1, 0, [new(0, 2, 1, 0, 8), new(0, 4, 0, 0, 8), new(0, 4, 2, 0, 8)]);
    public static readonly PixelFormat X2Rgb10 = new("x2rgb10le", ColorModel.Rgb, 0, 0, [new(0, 4, 2, 4, 10), new(0, 4, 1, 2, 10), new(0, 4, 0, 0, 10)]);
    public static readonly PixelFormat Gray10 = new("gray10le", ColorModel.Gray, 0, 0, [new(0, 2, 0, 0, 10)]);
    public static readonly PixelFormat Yuv410P = PixelFormat.PlanarYuv("yuv410p", 2, 2, 8);
    public static readonly PixelFormat Yuv411P = PixelFormat.PlanarYuv("yuv411p", 2, 0, 8);
    public static readonly PixelFormat Yuv440P = PixelFormat.PlanarYuv("yuv440p", 0, 1, 8);
    public static readonly PixelFormat Yuv422P12 = PixelFormat.PlanarYuv("yuv422p12le", 1, 0, 12);
    public static readonly PixelFormat Yuv444P16 = PixelFormat.PlanarYuv("yuv444p16le", 0, 0, 16);

    public static readonly PixelFormat[] All =
    [
        PixelFormat.Rgb24, PixelFormat.Rgb48, PixelFormat.Gray8, PixelFormat.Gray16, PixelFormat.Yuv420P, PixelFormat.Yuv422P, PixelFormat.Yuv444P,
        PixelFormat.Yuv420P10, PixelFormat.Nv12, Bgr0, Gbrp, Gbrp12, P010, Yuyv422, Uyvy422, X2Rgb10, Gray10, Yuv410P, Yuv411P, Yuv440P, Yuv422P12,
        Yuv444P16,
    ];
}
