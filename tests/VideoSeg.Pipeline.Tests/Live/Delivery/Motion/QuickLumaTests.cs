using VideoSeg.Model.Inputs;
using VideoSeg.Pipeline.Flow;
using VideoSeg.Pipeline.Interop;
using VideoSeg.Pipeline.Live.Delivery.Motion;
using VideoSeg.Pipeline.Tests.Overlay;

namespace VideoSeg.Pipeline.Tests.Live.Delivery.Motion;

public sealed class QuickLumaTests
{
    [Theory]
    [InlineData("yuv420p", 640, 480)]
    [InlineData("yuv420p", 1921, 1083)]
    [InlineData("nv12", 1280, 720)]
    [InlineData("gray", 333, 91)]
    [InlineData("yuv420p10le", 640, 480)]
    [InlineData("rgb24", 640, 480)]
    [InlineData("yuv420p", 60, 60)]
    public void Take_SmoothPicture_IsNearTheExactOne(string name, int width, int height)
    {
        PixelFormat format = PixelFormats.Get(PixelFormats.Find(name));
        using var picture = new TestPicture(format, width, height, range: ColorRange.Full);
        int top = (1 << format.Components[0].DepthBits) - 1;
        for (int component = 0; component < format.Components.Length; component++)
        {
            for (int y = 0; y < format.ComponentHeight(component, height); y++)
            {
                for (int x = 0; x < format.ComponentWidth(component, width); x++)
                {
                    picture[component, x, y] = (int)(top * (0.5 + (0.2 * Math.Sin(12.0 * x / width)) + (0.2 * Math.Sin(9.0 * y / height))));
                }
            }
        }

        byte[] quick = new byte[88 * 88], exact = new byte[88 * 88];
        foreach (PixelRegion? region in (PixelRegion?[])[null, new PixelRegion(width / 10, height / 12, width / 2, height / 2)])
        {
            ImagePlanes planes = picture.Planes with { Region = region };
            new QuickLuma(88).Take(planes, quick);
            new LumaPicture(88).Take(planes, exact);
            for (int i = 0; i < quick.Length; i++)
            {
                Assert.True(Math.Abs(quick[i] - exact[i]) <= 8, $"cell {i % 88}, {i / 88}: {quick[i]}, exactly {exact[i]}");
            }
        }
    }
}
